// Keeps each comment with its key until the server has acknowledged it, over reconnects and reloads of this window.
// store: read() gives the kept list, write(list). on: waiting(item), sent(item, answer), refused(item, answer).
const PATIENCE = 12000

export function outbox(socket, store, on) {
  let items = store.read()
  let busy = false
  let turn = 0

  const again = (delay) => {
    const mine = turn
    setTimeout(() => { if (mine === turn) { busy = false; flush() } }, delay)
  }
  const done = (item) => {
    items = items.filter((one) => one.client_id !== item.client_id)
    store.write(items)
    busy = false
  }
  const answered = (item, error, answer) => {
    if (error) again(1000 + Math.random() * 2000)
    else if (answer.ok) { done(item); on.sent(item, answer); flush() }
    else if (answer.code === 'rate_limited') { on.waiting(item, answer); again(answer.retry_after_ms || 2000) }
    else if (answer.code === 'unavailable') { on.waiting(item, answer); again(3000 + Math.random() * 3000) }
    else { done(item); on.refused(item, answer); flush() }
  }
  const flush = () => {
    const item = items[0]
    if (busy || !item || !socket.connected) return
    busy = true
    const mine = turn
    socket.timeout(PATIENCE).emit('comment.submit', item, (error, answer) => {
      if (mine === turn) answered(item, error, answer)
    })
  }

  socket.on('connect', () => { turn += 1; busy = false; flush() })
  items.forEach((item) => on.waiting(item))
  return {
    send(item) {
      items.push(item)
      store.write(items)
      on.waiting(item)
      flush()
    },
    get length() { return items.length },
  }
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 15) | 64
  bytes[8] = (bytes[8] & 63) | 128
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
