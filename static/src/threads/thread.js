// One discussion: follows the stream of the room's members, and fetches what it names as the page would print it. The server
// decides at each of these requests what the reader may have.
import { dial } from '../live/socket.js'
import { follow } from '../live/follow.js'
import { newKey, outbox } from '../live/outbox.js'

const { stream, epoch, seq, target, address, last } = document.body.dataset
const list = document.getElementById('messages')
const bar = document.getElementById('conn')
const form = document.querySelector('form[data-live-form]')
const readForm = document.getElementById('read')
const token = document.querySelector('[name=csrf_token]')?.value
const ended = document.createDocumentFragment()

const say = (state) => {
  if (!bar) return
  bar.className = 'conn' + (state ? ' is-' + state : '')
  const words = { offline: bar.dataset.offline, 'caught-up': bar.dataset.caughtUp, ended: bar.dataset.ended, reconnecting: bar.dataset.reconnecting }[state]
  if (!words) { bar.replaceChildren(); return }
  const line = document.createElement('p')
  line.textContent = words
  bar.replaceChildren(line)
}

const find = (ref) => list.querySelector('#' + CSS.escape(ref))

const store = (name) => ({
  read: () => { try { return JSON.parse(sessionStorage.getItem(name)) || [] } catch { return [] } },
  write: (kept) => { try { sessionStorage.setItem(name, JSON.stringify(kept)) } catch { /* it stays in this page's memory */ } },
})

// Messages by their references, as the page prints them; put where they belong by their place.
const put = (article) => {
  const old = find(article.id)
  if (old) { old.replaceWith(article); return }
  if (last !== 'true') { document.getElementById('more-messages').hidden = false; return }
  const place = Number(article.dataset.place)
  const after = [...list.querySelectorAll('.message[data-place]')].find((one) => Number(one.dataset.place) > place)
  const waiting = list.querySelector('.is-pending')
  list.insertBefore(article, after || waiting || null)
}

let wanted = new Set()
let fetching = false
const fetchWanted = async () => {
  if (fetching || wanted.size === 0) return
  fetching = true
  const asked = [...wanted].slice(0, 50)
  asked.forEach((ref) => wanted.delete(ref))
  try {
    const answer = await fetch(`${address}part?${asked.map((ref) => 'ref=' + encodeURIComponent(ref)).join('&')}`, { headers: { Accept: 'text/html' } })
    if (answer.ok) {
      const made = new DOMParser().parseFromString(await answer.text(), 'text/html')
      made.querySelectorAll('article.message').forEach((one) => put(document.adoptNode(one)))
      markRead()
    }
  } catch { asked.forEach((ref) => wanted.add(ref)); setTimeout(fetchWanted, 3000) }
  fetching = false
  if (wanted.size) setTimeout(fetchWanted, 100)
}
const want = (ref) => { wanted.add(ref); setTimeout(fetchWanted, 100) }

// What stands on the screen of a window that is looked at was read.
let marked = 0
const markRead = () => {
  if (!readForm || last !== 'true' || document.hidden) return
  const places = [...list.querySelectorAll('.message[data-place]')].map((one) => Number(one.dataset.place))
  const place = Math.max(0, ...places)
  if (place <= marked) return
  marked = place
  const body = new URLSearchParams({ csrf_token: token, place: String(place) })
  fetch(readForm.action, { method: 'POST', body }).catch(() => { marked = 0 })
}

const take = (event) => {
  if (event.kind.startsWith('comment.')) {
    if (find(event.ref) || (event.data && event.data.target === target)) want(event.ref)
  } else if (event.kind.startsWith('decision.')) {
    if (find(event.ref)) want(event.ref)
  } else if (event.ref === target && ['discussion.closed', 'discussion.reopened'].includes(event.kind)) shut(event.kind === 'discussion.closed')
}

const shut = (closed) => {
  const states = document.getElementById('states')
  states.querySelector('[data-live-closed]')?.remove()
  if (closed) {
    const pill = document.createElement('span')
    pill.className = 'pill'
    pill.dataset.liveClosed = ''
    pill.textContent = states.dataset.closed
    states.append(pill)
  }
  const button = form && form.querySelector('.actions .btn-primary')
  if (button) button.disabled = closed
}

const pending = (key) => list.querySelector(`[data-key-of="${CSS.escape(key)}"]`)
const showWaiting = (item, words) => {
  const made = document.getElementById('unsent-template').content.firstElementChild.cloneNode(true)
  made.dataset.keyOf = item.client_id
  made.querySelector('.comment-body').textContent = item.body
  if (words) made.querySelector('.moderated strong').textContent = words
  const old = pending(item.client_id)
  if (old) old.replaceWith(made)
  else list.append(made)
}

const answering = document.getElementById('answering')
const answer = (reference, name) => {
  form.elements.reply.value = reference
  answering.hidden = !reference
  answering.querySelector('span').textContent = reference ? answering.dataset.text.replace('{}', name) : ''
  if (reference) form.elements.body.focus()
}

const sending = (socket, isUsable) => {
  const text = form.elements.body
  const write = (words) => { text.value = words; text.dispatchEvent(new Event('input')) }
  const box = outbox(socket, store(`consult.outbox.${stream}.${target}`), {
    waiting: (item, told) => showWaiting(item, told && told.message),
    sent: (item, told) => { pending(item.client_id)?.remove(); want(told.ref) },
    refused: (item, told) => {
      showWaiting(item, told.message)
      if (!text.value.trim()) { pending(item.client_id)?.remove(); write(item.body); say(''); refusedHere(told.message) }
    },
  })
  form.addEventListener('submit', (event) => {
    const files = form.elements.files
    const more = (files && files.files.length) || form.querySelector('[name=told]:checked')
    if (!isUsable() || more || !text.value.trim()) return // the page itself sends these, and says what is missing
    event.preventDefault()
    const item = { stream, target, body: text.value, language: form.elements.language.value, identity: 'public', client_id: newKey() }
    if (form.elements.reply.value) item.reply_to = form.elements.reply.value
    box.send(item)
    write('')
    answer('', '')
  })
}

const refusedHere = (words) => {
  const line = document.createElement('p')
  line.className = 'error-text'
  line.setAttribute('role', 'alert')
  line.textContent = words
  form.querySelector('.error-text')?.remove()
  form.prepend(line)
}

const replies = () => {
  list.addEventListener('click', (event) => {
    const link = event.target.closest('[data-reply]')
    if (!link || !form) return
    event.preventDefault()
    answer(link.dataset.reply, link.closest('.message').querySelector('h3').textContent)
  })
  answering?.querySelector('[data-no-reply]').addEventListener('click', (event) => { event.preventDefault(); answer('', '') })
}

export function thread() {
  if (!list || !stream || !token) return
  markRead()
  document.addEventListener('visibilitychange', markRead)
  replies()
  const socket = dial(token)
  let lost = false
  let over = false
  let connected = false
  const end = () => { over = true; list.replaceChildren(ended); say('ended'); socket.disconnect() }
  const retry = () => setTimeout(() => { if (!over) socket.connect() }, 1000 + Math.random() * 4000)
  socket.on('connect', () => { connected = true })
  socket.on('disconnect', (reason) => {
    if (over) return
    lost = true
    say(navigator.onLine ? 'reconnecting' : 'offline')
    if (reason === 'io server disconnect') retry()
  })
  socket.on('connect_error', (error) => {
    if (error.message === 'csrf' || error.message === 'not_found') end()
    else if (!socket.active) retry()
  })
  addEventListener('online', () => { if (!socket.connected && !over) socket.connect() })
  addEventListener('offline', () => { if (!over) say('offline') })
  follow(socket, { stream, epoch, seq: Number(seq) }, {
    event: take,
    reset: (snapshot) => snapshot.forEach(take),
    watching: () => {},
    ended: end,
    caughtUp: () => {
      if (!lost) return
      lost = false
      say('caught-up')
      setTimeout(() => { if (!lost && !over) say('') }, 4000)
    },
  })
  if (form) sending(socket, () => connected && !over)
}
