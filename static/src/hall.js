// The live page of a hearing: the floor, its clock, the list and the agenda go on from what the server wrote, beside the comments.
import { captions } from './live/captions.js'
import { runClocks, serverClock } from './live/clock.js'
import { draw } from './live/floor.js'
import { makeHall } from './live/hall.js'
import { wordsOf } from './live/hallwords.js'
import { start } from './live/page.js'
import { makePolls } from './live/polls.js'
import { makeQuestions } from './live/questions.js'

const source = document.getElementById('hall-data')

const polls = document.getElementById('polls')
const questions = document.getElementById('questions')
const noted = document.querySelector('[data-captions]')

// The newest lines of the minutes; who begins anew gets them with the whole.
const makeCaptions = (place) => {
  const lines = captions(place)
  return {
    apply: lines.apply,
    connected() {},
    reset(snapshot) { place.replaceChildren(); snapshot.forEach(lines.apply) },
  }
}

const follow = () => {
  const words = wordsOf(source)
  const hall = makeHall(JSON.parse(source.dataset.events))
  source.removeAttribute('data-events') // what is hidden later stands nowhere in the page
  const server = serverClock(document.body.dataset.now)
  const clocks = runClocks(server)
  const asked = questions && makeQuestions(questions)
  const parts = [polls && makePolls(polls, server), asked, noted && makeCaptions(noted)].filter(Boolean)
  let follower = null
  let waiting = false
  const redraw = () => {
    waiting = false
    draw(source, hall, words, server.now())
    clocks.update()
  }
  // Once for all events of a batch.
  const soon = () => {
    if (waiting) return
    waiting = true
    Promise.resolve().then(redraw)
  }
  setInterval(soon, 30000) // expected times go on while nothing happens
  for (const hint of document.querySelectorAll('.no-script')) hint.hidden = true
  start({
    event: (event) => {
      const found = hall.apply(event)
      if (found) soon()
      if (found && found.later && follower) follower.anew()
      for (const part of parts) part.apply(event)
    },
    reset: (snapshot) => {
      hall.reset(snapshot)
      soon()
      for (const part of parts) part.reset(snapshot)
    },
    connected: (socket, made) => { server.listen(socket); follower = made; for (const part of parts) part.connected(socket) },
    lists: asked ? { question: asked } : {},
  })
  redraw()
}

if (source) follow()
else start()
