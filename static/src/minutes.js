// The minutes: lines appear as they are written, and on the page of a note-taker they go out one by one. Without this script
// both pages work by reloading.
import { dial } from './live/socket.js'
import { follow } from './live/follow.js'
import { itemWords, lines } from './live/line.js'
import { lineForm } from './live/lineform.js'

const { stream, epoch, seq, csrf, lines: pages } = document.body.dataset
const form = document.querySelector('form[data-line-form]')
const scroll = document.getElementById('scroll')
const bar = document.getElementById('conn')
const present = { turn: document.body.dataset.turn || '', item: document.body.dataset.item || '' }
const names = new Map() // of speakers, by public id

let place = document.getElementById('lines')
let shown = null
let asked = 0

const atEnd = () => {
  const box = scroll || document.documentElement
  return box.scrollHeight - box.scrollTop - box.clientHeight < 120
}
const toEnd = () => { if (scroll) scroll.scrollTop = scroll.scrollHeight }
const show = (id, data) => {
  const follows = atEnd()
  shown.apply(id, data)
  const nothing = document.getElementById('nothing')
  if (nothing) nothing.hidden = place.querySelector('.line') !== null
  if (follows) toEnd()
}

// What cannot be placed, and what a lost connection passed over, is read from the page itself; many at once ask once.
const renew = () => {
  if (asked) return
  asked = setTimeout(async () => {
    asked = 0
    try {
      const answer = await fetch(location.href.split('#')[0], { credentials: 'same-origin' })
      if (!answer.ok) return
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      for (const id of ['lines', 'minutes-words']) {
        const there = fresh.getElementById(id)
        if (there) document.getElementById(id).replaceWith(document.adoptNode(there))
      }
      begin()
      if ('closed' in fresh.body.dataset) document.body.dataset.closed = 'true'
      else delete document.body.dataset.closed
      Object.assign(present, { turn: fresh.body.dataset.turn || '', item: fresh.body.dataset.item || '' })
      const now = fresh.querySelector('#now [data-who]')
      if (now) floor(now.textContent, fresh.querySelector('#now [data-item-words]').textContent)
    } catch { /* the connection is told of by its own bar */ }
  }, 300 + Math.random() * 1200)
}
const begin = () => {
  place = document.getElementById('lines')
  shown = lines(place, pages, renew)
  const nothing = document.getElementById('nothing')
  if (nothing) nothing.hidden = place.querySelector('.line') !== null
  toEnd()
}

const floor = (who, item) => {
  const now = document.getElementById('now')
  if (!now) return
  now.querySelector('[data-who] bdi').textContent = who || now.dataset.nobody
  now.querySelector('[data-item-words] bdi').textContent = item
}
const withheld = () => document.getElementById('minutes-words').dataset.withheld
const named = (data) => (data.name ? data.name + (data.organisation ? ' (' + data.organisation + ')' : '') : withheld())
const moved = ({ kind, ref, data }) => {
  if (!data) return
  if (kind.startsWith('speaker.') && data.state) names.set(ref, named(data))
  else if (kind === 'timer.changed' && data.state === 'ended') {
    if (present.turn === ref) present.turn = ''
  } else if (kind === 'timer.changed' && data.state) present.turn = ref
  else if (kind === 'item.opened') present.item = ref
  else if (kind === 'item.done' || kind === 'item.suspended') { // what follows may be closed: then the page alone tells it
    if (present.item === ref) renew()
    return
  } else return
  const speaker = kind === 'timer.changed' && present.turn ? names.get(data.speaker) : ''
  if (kind === 'timer.changed' && present.turn && !speaker) { renew(); return }
  if (!kind.startsWith('speaker.')) floor(speaker, itemWords(present.item))
}
const event = (one) => {
  if (one.kind.startsWith('line.')) show(one.ref, one.data)
  else if (one.kind === 'minutes.agreed') renew()
  else if (form) moved(one)
}

const say = (state) => {
  bar.className = 'conn' + (state ? ' is-' + state : '')
  const words = { offline: bar.dataset.offline, 'caught-up': bar.dataset.caughtUp, ended: bar.dataset.ended, reconnecting: bar.dataset.reconnecting }[state]
  const line = document.createElement('p')
  line.textContent = words
  bar.replaceChildren(...(words ? [line] : []))
}
const connect = () => {
  const socket = dial(csrf)
  let [lost, ended] = [false, false]
  const end = () => { ended = true; say('ended'); socket.disconnect() }
  const retry = () => setTimeout(() => { if (!ended) socket.connect() }, 1000 + Math.random() * 4000)
  socket.on('disconnect', (reason) => {
    if (ended) return
    lost = true
    say(navigator.onLine ? 'reconnecting' : 'offline')
    if (reason === 'io server disconnect') retry()
  })
  socket.on('connect_error', (error) => {
    if (error.message === 'csrf' || error.message === 'not_found') end()
    else if (!socket.active) retry()
  })
  addEventListener('online', () => { if (!socket.connected && !ended) socket.connect() })
  addEventListener('offline', () => { if (!ended) say('offline') })
  follow(socket, { stream, epoch, seq: Number(seq) }, {
    event,
    reset: renew,
    watching: () => {},
    ended: end,
    caughtUp: () => {
      if (!lost) return
      lost = false
      say('caught-up')
      setTimeout(() => { if (!lost && !ended) say('') }, 4000)
    },
  })
}

if (place) {
  begin()
  // Of what is closed to the public the stream that everybody follows tells nothing: the page is read again.
  setInterval(() => { if ('closed' in document.body.dataset) renew() }, 8000)
  if (form) lineForm(form, { present: () => ({ ...present }), show, pages, at: (id) => shown.at(id), last: () => shown.newest(form.dataset.language) })
  if (stream && csrf) connect()
}
