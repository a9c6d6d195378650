// The chair's screen: acts go out at once, what any chair does appears at once. Without this script every button works by
// reloading the page: the same buttons are pressed, the same parts of the page are shown.
import { io } from 'socket.io-client'
import { drag, keys, moveLine } from './live/chairing.js'
import { runClocks, serverClock } from './live/clock.js'
import * as comments from './live/comments.js'
import { follow } from './live/follow.js'

const { dataset } = document.body
const token = document.querySelector('[name=csrf_token]')?.value
const clock = serverClock(dataset.now)
const clocks = runClocks(clock)
const refusal = document.getElementById('refusal')
const bar = document.getElementById('conn')
let socket = null
let isBusy = false

const say = (words) => {
  const box = document.createElement('div')
  box.className = 'error-summary'
  const line = document.createElement('p')
  line.textContent = words
  box.append(line)
  refusal.replaceChildren(...(words ? [box] : []))
}

// Two renderings say the same, whatever their form tokens and what is open in them.
const same = (part) => {
  const copy = part.cloneNode(true)
  copy.querySelectorAll('[name=csrf_token]').forEach((one) => one.remove())
  copy.querySelectorAll('details').forEach((one) => one.removeAttribute('open'))
  return copy.innerHTML
}

// The parts of the page as they are now, each put in the place of the one with the same id; what has the focus keeps it.
const put = (text) => {
  const made = new DOMParser().parseFromString(text, 'text/html').body.firstElementChild
  if (!made || made.dataset.moves === undefined) return
  clock.hear(made.dataset.now)
  document.querySelectorAll('[name=seen]').forEach((one) => { one.value = made.dataset.moves })
  const at = document.activeElement
  const mark = at && (at.id ? '#' + CSS.escape(at.id) : at.value ? `button[value="${CSS.escape(at.value)}"]` : null)
  const line = at && at.closest('[data-speaker]')
  const open = new Set([...document.querySelectorAll('[id^=part-] details[open]')].map((one) => one.id || one.closest('[id]').id))
  for (const part of [...made.children]) {
    const old = document.getElementById(part.id)
    if (!old || same(old) === same(part)) continue
    part.querySelectorAll('details').forEach((one) => { one.open = open.has(one.id || one.closest('[id]').id) })
    old.replaceWith(part)
  }
  if (!document.body.contains(at)) {
    const there = (mark && document.querySelector(mark)) || (line && document.getElementById(line.id)?.querySelector('button:not(:disabled)'))
    if (there) there.focus({ preventScroll: true })
  }
  clocks.update()
}

let asked = 0
let again = false
const refresh = async () => {
  if (asked) { again = true; return }
  asked = 1
  try {
    const answer = await fetch(dataset.parts, { headers: { 'X-Requested-With': 'fetch' } })
    if (answer.ok) put(await answer.text())
    else if (answer.status === 401 || answer.status === 404) location.reload()
  } catch { /* the connection says so */ } finally {
    asked = 0
    if (again) { again = false; refresh() }
  }
}
// Acts are shown at once; what waits for a decision, where many write, every few seconds.
let soon = 0
let due = Infinity
const refreshSoon = (later = 60) => {
  const at = performance.now() + later
  if (at >= due) return
  clearTimeout(soon)
  due = at
  soon = setTimeout(() => { due = Infinity; refresh() }, later)
}

// One act: over the socket, or where there is none by the form's own address.
const send = (values) => new Promise((resolve, reject) => {
  if (socket && socket.connected) {
    const message = { ...values, seen: Number(values.seen), hearing: dataset.hearing }
    socket.timeout(8000).emit('floor.act', message, (error, answer) => (error ? reject(error) : resolve(answer)))
    return
  }
  const body = new URLSearchParams({ ...values, csrf_token: token })
  fetch(document.getElementById('act').action, { method: 'POST', body, headers: { Accept: 'application/json' } })
    .then((answer) => answer.json()).then(resolve, reject)
})

const TAKES = {
  give_floor: ['speaker'], next_speaker: ['speaker'], pass_speaker: ['speaker'], remove_speaker: ['speaker'], relist_speaker: ['speaker'],
  mark_present: ['speaker', 'present'], move_speaker: ['speaker', 'before'], extend_turn: ['seconds'],
  open_session: ['session'], close_session: ['session'], open_item: ['item'], suspend_item: ['item'], finish_item: ['item'], choose_for_screen: ['shown'], close_list: ['item'], reopen_list: ['item'],
}

// One act at a time: what is pressed meanwhile was meant for a screen that is no more.
const busy = (is) => {
  isBusy = is
  document.getElementById('act').toggleAttribute('data-busy', is)
}

const act = async (form, button) => {
  if (isBusy) return
  busy(true)
  const [name, ...given] = button.split(':')
  const values = Object.fromEntries(new FormData(form))
  delete values.csrf_token
  ;(TAKES[name] || []).forEach((field, place) => { values[field] = given[place] || '' })
  try {
    const answer = await send({ ...values, act: name })
    say(answer.ok ? '' : answer.message)
    if (answer.ok && form.closest('details')) {
      form.reset()
      form.closest('details').open = false
    }
    await refresh()
    if (!answer.ok) refusal.focus({ preventScroll: true })
  } catch { // no answer: the form itself asks once more, and the page that comes shows what is so
    const field = document.createElement('input')
    Object.assign(field, { type: 'hidden', name: 'do', value: button })
    form.append(field)
    HTMLFormElement.prototype.submit.call(form)
  } finally { busy(false) }
}

document.addEventListener('submit', (event) => {
  const form = event.target
  const button = event.submitter
  if (!form.matches('form[data-act]') || !button || button.name !== 'do') return
  event.preventDefault()
  act(form, button.value)
})

const pressed = (value) => act(document.getElementById('act'), value)
keys(() => isBusy)
moveLine(pressed)
drag(pressed)

const now = document.getElementById('clock-now')
if (now) {
  now.hidden = false
  const words = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: dataset.zone || 'UTC' })
  const tick = () => {
    now.textContent = words.format(clock.now())
    setTimeout(tick, 1000 - (clock.now() % 1000) + 5)
  }
  tick()
}

const start = () => {
  socket = io({ transports: ['websocket', 'polling'], tryAllTransports: true, auth: { csrf: token, lang: document.documentElement.lang }, reconnectionDelay: 500, reconnectionDelayMax: 10000, randomizationFactor: 0.5 })
  let lost = false
  let ended = false
  const line = (words, name) => {
    if (!bar) return
    bar.className = 'conn' + (name ? ' is-' + name : '')
    const made = document.createElement('p')
    made.textContent = words
    bar.replaceChildren(...(words ? [made] : []))
  }
  const end = () => { ended = true; line(bar?.dataset.ended); socket.disconnect() }
  socket.on('disconnect', (reason) => {
    if (ended) return
    lost = true
    line(bar?.dataset.reconnecting)
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1000 + Math.random() * 3000)
  })
  socket.on('connect_error', (error) => {
    if (error.message === 'csrf' || error.message === 'not_found') end()
    else if (!socket.active) setTimeout(() => { if (!ended) socket.connect() }, 1000 + Math.random() * 3000)
  })
  const back = () => {
    if (!lost) return
    lost = false
    line(bar?.dataset.caughtUp, 'caught-up')
    setTimeout(() => { if (!lost && !ended) line('') }, 4000)
  }
  clock.listen(socket)
  if (comments.isThere) {
    const watching = (count) => {
      const place = document.getElementById('watching')
      if (place) place.textContent = count > 1 ? place.dataset.text.replace('{n}', comments.number(count)) : ''
    }
    follow(socket, { stream: dataset.stream, epoch: dataset.epoch, seq: Number(dataset.seq) }, { event: (event) => comments.apply(event), reset: comments.replaceAll, watching, ended: end, caughtUp: () => {} })
  }
  const moves = (event) => refreshSoon(/^(comment|question)\./.test(event.kind) ? 3000 : 60)
  follow(socket, { stream: dataset.desk, epoch: dataset.deskEpoch, seq: Number(dataset.deskSeq) }, { event: moves, reset: () => refreshSoon(), watching: () => {}, ended: end, caughtUp: back })
}

if (token && dataset.desk) start()
