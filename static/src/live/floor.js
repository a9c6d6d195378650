// Writes the state of the hall into the live page: the same places that the server filled, with the same words.
import { putTurn } from './clock.js'
import { bdi, fill, put } from './hallwords.js'

const part = (name) => document.querySelector(`[data-f="${name}"]`)
const show = (place, isThere) => { if (place) place.toggleAttribute('hidden', !isThere) } // an svg knows no .hidden

const floor = (hall, words) => {
  const place = document.getElementById('floor')
  const { turn, present } = hall
  putTurn(place, turn ? turn.data : {})
  place.dataset.clock = turn ? turn.ref : ''
  document.getElementById('floor-h').textContent = words.floor(hall)
  for (const name of ['name', 'of', 'timer', 'bar']) show(part(name), turn)
  show(part('item'), present)
  if (present) part('item').replaceChildren(words.item(present[1]))
  part('name').replaceChildren(...(turn ? [words.name(turn.speaker)] : []))
  put(part('of'), turn ? words.speaker(turn.speaker) : [])
  part('note').textContent = turn ? words.note(turn.data) : ''
}

const classes = { speaking: 'is-now', spoke: 'is-done', passed: 'is-done' }

const lineOf = (template, line, words, isMine) => {
  const made = template.content.firstElementChild.cloneNode(true)
  const [number, about, state] = made.children
  const [who, beside] = about.children
  made.dataset.ref = line.ref
  made.className = [classes[line.data.state], isMine ? 'is-you' : ''].filter(Boolean).join(' ')
  if (!made.className) made.removeAttribute('class')
  if (line.data.state === 'speaking') made.setAttribute('aria-current', 'true')
  number.textContent = line.place
  who.append(...(isMine ? [words.labels.you + ' '] : []), words.who(line.data))
  put(beside, words.beside(line.data))
  state.textContent = words.state(line)
  return made
}

const list = (template, hall, words, lines) => {
  const place = document.getElementById('speakers')
  const { present } = hall
  const mine = place.dataset.own.split(' ')
  show(document.getElementById('list'), present)
  if (present) {
    document.getElementById('list-h').textContent = fill(words.labels.list, { label: present[1].label })
    part('list-state').textContent = present[1].list_open ? words.labels.open : words.labels.closed
  }
  place.replaceChildren(...lines.map((line) => lineOf(template, line, words, mine.includes(line.ref))))
  show(part('nobody-listed'), !lines.length)
  const own = words.own(lines.filter((line) => mine.includes(line.ref)))
  for (const one of [part('own-place'), part('own-jump')]) {
    if (!one) continue
    show(one, own)
    if (one.textContent !== own) one.textContent = own
  }
}

const agendaLine = (ref, item, words) => {
  const made = document.createElement('li')
  const [label, title, state] = ['', '', 'state'].map((name) => Object.assign(document.createElement('span'), { className: name }))
  const found = words.title(item)
  made.dataset.ref = ref
  made.dataset.at = item.starts_at ? words.minute(Date.parse(item.starts_at)) : ''
  label.textContent = item.label
  title.append(found ? bdi(found.text, found.language) : item.closed ? words.labels.closed_item : '')
  if (item.depth) title.className = 'is-part'
  made.append(label, title, state)
  return made
}

const agenda = (hall, words) => {
  const place = document.getElementById('agenda')
  if (!place) return
  const { items } = hall
  const there = [...place.children].map((one) => one.dataset.ref).join()
  if (there !== items.map(([ref]) => ref).join()) place.replaceChildren(...items.map(([ref, item]) => agendaLine(ref, item, words)))
  items.forEach(([, item], at) => {
    const line = place.children[at]
    line.className = { current: 'is-now', done: 'is-done' }[item.state] || ''
    if (!line.className) line.removeAttribute('class')
    if (item.state === 'current') line.setAttribute('aria-current', 'step')
    else line.removeAttribute('aria-current')
    const { now, done, stopped } = words.labels
    line.lastElementChild.textContent = { current: now, done, suspended: stopped }[item.state] || line.dataset.at
  })
}

// Draws all of it; cheap enough for every batch.
export function draw(template, hall, words, now) {
  floor(hall, words)
  list(template, hall, words, hall.list(now))
  agenda(hall, words)
}
