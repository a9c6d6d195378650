// The stream of the room: what others do comes here, and the bar says when it does not.
import { dial } from '../live/socket.js'
import { follow } from '../live/follow.js'

export function connect(on) {
  const { stream, epoch, seq, csrf } = document.body.dataset
  const bar = document.getElementById('conn')
  let [lost, ended] = [false, false]
  const say = (state) => {
    bar.className = 'conn' + (state ? ' is-' + state : '')
    const words = { offline: bar.dataset.offline, 'caught-up': bar.dataset.caughtUp, ended: bar.dataset.ended, reconnecting: bar.dataset.reconnecting }[state]
    const line = document.createElement('p')
    line.textContent = words
    bar.replaceChildren(...(words ? [line] : []))
  }
  const socket = dial(csrf)
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
    event: on.event,
    reset: on.reset,
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
