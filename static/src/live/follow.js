// Follows one stream: applies every event once and in order, and asks for whatever is missing. Knows nothing of the page.
// on: event(event), reset(snapshot), caughtUp(), ended(code), watching(count). Gives an object with the present { epoch, seq }.
const HELD = 100
const PATIENCE = 10000

export function follow(socket, at, on) {
  const { stream } = at
  let { epoch, seq } = at
  let asking = false
  let turn = 0
  let held = []

  const take = (event) => {
    if (event.seq <= seq) return
    seq = event.seq
    on.event(event)
  }
  const later = (least, most) => {
    const mine = turn
    setTimeout(() => { if (mine === turn && socket.connected) ask('stream.sync') }, least + Math.random() * (most - least))
  }
  const answered = (error, answer) => {
    asking = false
    if (error || !answer.ok) {
      held = []
      if (!error && (answer.code === 'not_found' || answer.code === 'unauthenticated')) on.ended(answer.code)
      else later(1000, 3000)
      return
    }
    epoch = answer.epoch
    if (answer.reset) {
      seq = answer.seq
      on.reset(answer.snapshot)
    } else answer.events.forEach(take)
    if (answer.more) { ask('stream.sync'); return }
    const came = held
    held = []
    came.forEach(batch)
    if (!asking) on.caughtUp()
  }
  const ask = (name, since = seq) => {
    if (asking || !socket.connected) return
    asking = true
    const mine = turn
    socket.timeout(PATIENCE).emit(name, { stream, epoch, since }, (error, answer) => {
      if (mine === turn) answered(error, answer)
    })
  }
  const batch = (message) => {
    if (message.stream !== stream) return
    if (asking) {
      if (held.length < HELD) held.push(message)
    } else if (message.epoch !== epoch || message.from > seq + 1) ask('stream.sync')
    else message.events.forEach(take)
  }

  socket.on('connect', () => {
    turn += 1
    asking = false
    held = []
    ask('stream.join')
  })
  socket.on('stream.batch', batch)
  socket.on('stream.head', (head) => {
    if (head.stream === stream) on.watching(head.watching)
    if (head.stream === stream && !asking && (head.epoch !== epoch || head.seq > seq)) ask('stream.sync')
  })
  socket.on('stream.reset', (message) => { if (message.stream === stream) later(0, 2000) })
  socket.on('session.ended', ({ code }) => on.ended(code))
  return {
    get epoch() { return epoch },
    get seq() { return seq },
    // Begin again from the whole, some moments later, so that not all ask at once.
    anew() { setTimeout(() => ask('stream.sync', null), Math.random() * 2000) },
  }
}
