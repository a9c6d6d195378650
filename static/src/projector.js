// The screen of the room follows the public stream: the floor, the clock, who comes next, and what the chair chose to show.
import { io } from 'socket.io-client'
import { putTurn, runClocks, serverClock } from './live/clock.js'
import { follow } from './live/follow.js'
import { makeHall } from './live/hall.js'
import { put, wordsOf } from './live/hallwords.js'
import { drawChosen } from './live/screen.js'

const NEXT = 5
const { stream, epoch, seq, csrf, now } = document.body.dataset
const source = document.getElementById('hall-data')
const other = document.getElementById('hall-also')
const words = wordsOf(source)
const also = other ? wordsOf(other) : null
const hall = makeHall(JSON.parse(source.dataset.events))
source.removeAttribute('data-events') // what is hidden later stands nowhere in the page
const server = serverClock(now)
const clocks = runClocks(server)
const part = (name) => document.querySelector(`[data-f="${name}"]`)

const drawFloor = () => {
  const place = document.getElementById('floor')
  const { turn, present } = hall
  putTurn(place, turn ? turn.data : {})
  place.dataset.clock = turn ? turn.ref : ''
  part('title').textContent = words.floor(hall)
  if (also) part('title-also').lastElementChild.textContent = also.floor(hall)
  for (const name of ['name', 'of', 'timer']) part(name).hidden = !turn
  part('bar').toggleAttribute('hidden', !turn)
  part('name').replaceChildren(...(turn ? [words.name(turn.speaker)] : []))
  put(part('of'), turn ? words.speaker(turn.speaker) : [])
  part('note').textContent = turn ? words.note(turn.data) : ''
  const item = part('item')
  item.hidden = !present
  if (!present) return
  item.firstElementChild.replaceChildren(words.item(present[1]))
  if (also) item.lastElementChild.replaceChildren(also.item(present[1]))
}

const drawNext = () => {
  const waiting = hall.list(server.now()).filter((one) => one.data.state === 'waiting').slice(0, NEXT)
  part('next-list').replaceChildren(...waiting.map(({ place, data }) => {
    const made = source.content.firstElementChild.cloneNode(true)
    const [number, about] = made.children
    number.textContent = place
    about.prepend(words.who(data))
    put(about.lastElementChild, words.beside(data))
    return made
  }))
  part('nobody-listed').hidden = waiting.length > 0
}

const draw = () => {
  drawFloor()
  drawNext()
  drawChosen(hall, words, source)
  clocks.update()
}

const tick = () => {
  part('now').textContent = words.minute(server.now())
  setTimeout(tick, 60000 - (server.now() % 60000) + 20)
}

// A chosen comment that is hidden, withdrawn or reworded: the event itself says what is left of it.
const reworded = ({ kind, ref, data }) => {
  const { screen } = hall
  if (screen.reference !== ref || !/^(comment|question)\./.test(kind)) return false
  if (data.state === 'published' && typeof data.text === 'string') screen.words = data
  else { screen.kind = null; delete screen.words }
  return true
}

const socket = io({
  transports: ['websocket', 'polling'],
  tryAllTransports: true,
  auth: { csrf, lang: document.documentElement.lang },
  reconnectionDelay: 500,
  reconnectionDelayMax: 5000,
  randomizationFactor: 0.5,
})
const bar = document.getElementById('conn')
socket.on('connect', () => bar.replaceChildren())
socket.on('disconnect', (reason) => {
  bar.replaceChildren(Object.assign(document.createElement('p'), { textContent: bar.dataset.reconnecting }))
  if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1000 + Math.random() * 4000)
})
// A token that is too old for a screen that has stood for days: the page itself brings a new one.
socket.on('connect_error', (error) => { if (error.message === 'csrf') setTimeout(() => location.reload(), 5000) })
server.listen(socket)
const follower = follow(socket, { stream, epoch, seq: Number(seq) }, {
  event: (event) => {
    const found = hall.apply(event)
    if (found && found.later) follower.anew()
    if (found || reworded(event)) draw()
  },
  reset: (snapshot) => { hall.reset(snapshot); draw() },
  ended: () => setTimeout(() => location.reload(), 5000),
  watching: () => {},
  caughtUp: () => {},
})
draw()
tick()
