// Writing a document together: a paragraph is written in its place, others see who writes and what was saved. Without this
// script each paragraph has a page of its own, and the text is read by reloading.
import { openBox } from './writing/box.js'
import { connect } from './writing/connection.js'
import { keptHere, windowName } from './writing/kept.js'
import { piece, post } from './writing/post.js'

const { stream, csrf, base, document: id } = document.body.dataset
const boxes = new Map() // open fields, by key of the paragraph
const waiting = new Map() // timers of paragraphs that are to be read again
const list = () => document.getElementById('written')
const lineOf = (key) => list()?.querySelector(`[data-key="${CSS.escape(key)}"]`)

const tell = (line, text) => {
  if (!line || !text?.trim()) return
  let place = line.querySelector(':scope > .written-said')
  if (!place) {
    place = document.createElement('p')
    place.className = 'written-said'
    place.setAttribute('role', 'status')
    line.append(place)
  }
  place.textContent = text
}

// A lock is told with its end: then the page looks once whether its writer went on.
const watch = (line) => {
  if (line.dataset.left) soon(line.dataset.key, 1000 * Number(line.dataset.left) + 500 + Math.random() * 1500)
}
const put = (line, fresh, said) => {
  const box = boxes.get(line.dataset.key)
  if (box) {
    box.turn('own' in fresh.dataset, fresh.querySelector('[data-lock]')?.textContent)
    box.others(fresh.querySelector('[data-text]').textContent, Number(fresh.dataset.revision))
    line.dataset.revision = fresh.dataset.revision
    return line
  }
  const hadFocus = line.contains(document.activeElement)
  const words = said !== undefined ? said : line.querySelector(':scope > .written-said')?.textContent
  line.replaceWith(fresh)
  if (hadFocus) fresh.focus()
  tell(fresh, words)
  watch(fresh)
  return fresh
}
const readAgain = async (key, said) => {
  const line = lineOf(key)
  if (!line) return
  const page = await piece(base + 'paragraphs/' + key + '/part')
  const now = lineOf(key)
  if (page && now) {
    const fresh = page.querySelector('[data-key]')
    const shown = put(now, document.adoptNode(fresh), said)
    if (said !== undefined) shown.focus()
  } else if (page === false) whole()
  else if (page === null) soon(key, 3000 + Math.random() * 3000)
}
const soon = (key, after) => {
  clearTimeout(waiting.get(key))
  waiting.set(key, setTimeout(() => { waiting.delete(key); readAgain(key) }, after))
}

// The order has changed, or more than single paragraphs: the page is read again. Open fields stay as they are, with the focus.
let asked = 0
const whole = () => {
  if (asked) return
  asked = setTimeout(async () => {
    asked = 0
    const page = await piece(location.href.split('#')[0])
    const fresh = page && page.getElementById('written')
    if (!fresh || !list()) return
    const focus = document.activeElement
    const ends = focus && 'selectionStart' in focus ? [focus.selectionStart, focus.selectionEnd] : null
    const lines = [...fresh.children].map((line) => {
      const key = line.dataset.key
      const old = lineOf(key)
      const adopted = document.adoptNode(line)
      if (!old || !boxes.has(key)) { watch(adopted); return adopted }
      boxes.get(key).others(adopted.querySelector('[data-text]').textContent, Number(adopted.dataset.revision))
      return old
    })
    for (const [key, box] of boxes) {
      const old = lineOf(key)
      if (old && !lines.includes(old)) { box.others('', -1); lines.push(old) }
    }
    list().replaceChildren(...lines)
    if (focus && focus.isConnected) focus.focus({ preventScroll: true })
    if (ends && focus.setSelectionRange) focus.setSelectionRange(...ends)
  }, 200 + Math.random() * 800)
}

const open = (key, begun) => {
  const line = lineOf(key)
  if (!line || boxes.has(key)) return
  boxes.set(key, openBox(line, key, begun, {
    closed: (text) => { boxes.delete(key); readAgain(key, text) },
  }))
}
const take = async (key, over = false) => {
  const answer = await post(key, { act: over ? 'take_over' : 'take', window: windowName() })
  if (answer && answer.ok) open(key, { revision: answer.revision, text: answer.text })
  else {
    tell(lineOf(key), answer ? answer.message : document.getElementById('conn').dataset.offline)
    if (answer && answer.problem === 'own_other_window') offer(key)
  }
}
// One's own other window holds it: it can be had here.
const offer = (key) => {
  const place = lineOf(key).querySelector(':scope > .written-said')
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn btn-sm' })
  button.textContent = document.getElementById('writing-words').dataset.again
  button.addEventListener('click', () => take(key, true))
  place.append(' ', button)
}
const restore = async (key, kept) => {
  const answer = await post(key, { act: 'take', window: windowName() })
  const refused = answer && !answer.ok ? answer.message : ''
  open(key, { revision: kept.seen, text: kept.before, typed: kept.text, client: kept.client, refused })
  if (answer && answer.ok) boxes.get(key)?.others(answer.text, answer.revision)
}

const event = ({ kind, ref, data }) => {
  if (kind.startsWith('paragraph.')) {
    if (!data || !data.document) { if (lineOf(ref)) whole() }
    else if (data.document !== id) return
    else if (lineOf(ref)) soon(ref, Math.random() * 250)
    else whole()
  } else if (ref === id || kind.startsWith('seat.')) whole()
}

if (csrf && list()) {
  document.addEventListener('submit', (submit) => {
    const form = submit.target.closest('[data-take]')
    if (!form || submit.submitter?.value !== 'take') return
    submit.preventDefault()
    take(form.closest('[data-key]').dataset.key)
  })
  addEventListener('beforeunload', (leaving) => {
    if ([...boxes.values()].some((box) => box.isChanged())) leaving.preventDefault()
  })
  addEventListener('pagehide', () => boxes.forEach((box) => box.go()))
  list().querySelectorAll('[data-key]').forEach(watch)
  for (const [key, kept] of Object.entries(keptHere())) if (lineOf(key)) restore(key, kept)
}
if (stream && csrf) connect({ event, reset: whole })
