// A page with a live thread: what others write appears here, and what is written here goes out, once.
import { dial } from './socket.js'
import * as codeword from './codeword.js'
import * as comments from './comments.js'
import { follow } from './follow.js'
import { newKey, outbox } from './outbox.js'
import { slowness } from './slow.js'

const { stream, epoch, seq } = document.body.dataset
// A page without any form, of what is closed, has no token and needs no connection: nothing is added there any more.
const token = document.body.dataset.csrf || document.querySelector('[name=csrf_token]')?.value
const bar = document.getElementById('conn')
const form = document.querySelector('form[data-live-form]')

const say = (state) => {
  if (!bar) return
  bar.className = 'conn' + (state ? ' is-' + state : '')
  const words = { offline: bar.dataset.offline, 'caught-up': bar.dataset.caughtUp, ended: bar.dataset.ended, reconnecting: bar.dataset.reconnecting }[state]
  if (!words) { bar.replaceChildren(); return }
  const line = document.createElement('p')
  line.textContent = words
  bar.replaceChildren(line)
}

const store = (name) => ({
  read: () => { try { return JSON.parse(sessionStorage.getItem(name)) || [] } catch { return [] } },
  write: (list) => { try { sessionStorage.setItem(name, JSON.stringify(list)) } catch { /* it stays in this page's memory */ } },
})

// The chair opens and closes while people write: the button goes, and comes back.
const SHUT = ['proceeding.closed', 'proceeding.comments_closed']
const OPEN = ['proceeding.opened', 'proceeding.reopened', 'proceeding.comments_opened']
const door = (kind) => {
  const place = document.getElementById('door')
  const shut = SHUT.includes(kind)
  if (!place || (!shut && !OPEN.includes(kind))) return
  const button = form && form.querySelector('.btn-primary')
  if (button) button.disabled = shut
  const line = document.createElement('p')
  line.className = 'notice'
  line.textContent = shut ? place.dataset.shut : place.dataset.open
  place.replaceChildren(...(shut || !button ? [line] : []))
}

// more: event(event), reset(snapshot), connected(socket, follower) of what else the page shows of its stream; lists: where what is
// sent shows until it is published, by the kind that a button of the form names, where that is not the list of comments.
export function start(more = {}) {
  if (!stream || !token || !comments.isThere) return

  const socket = dial(token)
  let lost = false
  let ended = false
  let everConnected = false
  const end = () => { ended = true; say('ended'); socket.disconnect() }
  const retry = () => setTimeout(() => { if (!ended) socket.connect() }, 1000 + Math.random() * 4000)

  socket.on('connect', () => { everConnected = true })
  socket.on('disconnect', (reason) => {
    if (ended) return
    lost = true
    say(navigator.onLine ? 'reconnecting' : 'offline')
    if (reason === 'io server disconnect') retry()
  })
  socket.on('connect_error', (error) => {
    if (error.message === 'csrf' || error.message === 'not_found') end()
    else if (!socket.active) retry()
    if (!ended && lost && !navigator.onLine) say('offline')
  })
  addEventListener('online', () => { if (!socket.connected && !ended) socket.connect() })
  addEventListener('offline', () => { if (!ended) say('offline') })

  const follower = follow(socket, { stream, epoch, seq: Number(seq) }, {
    event: (event) => { comments.apply(event); door(event.kind); more.event?.(event) },
    reset: (snapshot) => { comments.replaceAll(snapshot.filter((one) => one.kind.startsWith('comment.'))); more.reset?.(snapshot) },
    watching: (count) => {
      const place = document.getElementById('watching')
      if (place) place.textContent = count > 1 ? place.dataset.text.replace('{n}', comments.number(count)) : ''
    },
    ended: end,
    caughtUp: () => {
      if (!lost) return
      lost = false
      say('caught-up')
      setTimeout(() => { if (!lost && !ended) say('') }, 4000)
    },
  })
  more.connected?.(socket, follower)
  if (form) sending(form, socket, () => everConnected && !ended, more.lists || {})
}

// What a comment is made of; whatever else the form holds stays here.
const SENT = ['body', 'client_id', 'language', 'identity', 'name', 'confidentiality', 'category', 'target', 'reply_to', 'kind']

const read = (form) => {
  const item = { stream }
  if (document.body.dataset.target) item.target = document.body.dataset.target
  for (const [name, value] of new FormData(form)) {
    const key = name === 'reply' ? 'reply_to' : name
    if (SENT.includes(key) && typeof value === 'string' && value !== '') item[key] = value
  }
  return item
}

const sending = (form, socket, isUsable, lists) => {
  const listOf = (item) => lists[item.kind] || comments
  const text = form.elements.body
  const slow = slowness(form)
  const key = form.elements.client_id
  const write = (words) => {
    text.value = words
    text.dispatchEvent(new Event('input'))
  }
  const refused = (item, answer) => {
    if (text.value.trim()) { listOf(item).showRefused(item, answer.message); return }
    write(item.body)
    if (answer.field === 'form' && key) { // the page itself must answer this one
      listOf(item).remove(item)
      key.value = item.client_id
      HTMLFormElement.prototype.submit.call(form)
    } else listOf(item).showRefused(item, answer.message)
  }
  const box = outbox(socket, store('consult.outbox.' + stream), {
    waiting: (item, answer) => { listOf(item).showWaiting(item, answer && answer.message); slow.refused(answer) },
    sent: (item, answer) => { listOf(item).showSent(item, answer); codeword.show(answer); slow.sent() },
    refused,
  })
  form.addEventListener('submit', (event) => {
    const whom = form.elements.on_behalf // an organisation or a coalition has more to say than the socket carries
    if (whom && whom.value && whom.value !== 'self') return
    const { name, value } = event.submitter || {}
    const kind = name === 'kind' && lists[value] ? value : ''
    if (!isUsable() || (name && name !== 'send' && !kind)) return
    const item = read(form)
    if (kind) item.kind = kind
    if (!item.body || !item.body.trim()) return // the page says what is missing
    event.preventDefault()
    item.client_id = item.client_id || newKey()
    box.send(item)
    write('')
    if (key) key.value = newKey()
  })
}
