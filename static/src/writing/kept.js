// What was typed and not yet saved, in the memory of this tab alone: it outlives a reload and a lost session, not the tab, and
// nobody else who signs in at this device is shown it.
const { document: id, me } = document.body.dataset
const place = 'writing:' + id
const read = () => { try { return JSON.parse(sessionStorage.getItem(place)) || {} } catch { return {} } }
const write = (all) => { try { sessionStorage.setItem(place, JSON.stringify(all)) } catch { /* no room: the page itself still holds it */ } }

export function keep(key, typed) {
  write({ ...read(), [key]: { ...typed, me } })
}

export function forget(key) {
  const all = read()
  delete all[key]
  write(all)
}

// All that this person left here, by key of the paragraph; what somebody else left goes.
export function keptHere() {
  const all = Object.fromEntries(Object.entries(read()).filter(([, one]) => one.me === me))
  write(all)
  return all
}

let name = ''

// The name of this window, the same after a reload: it holds the locks.
export function windowName() {
  try {
    if (!sessionStorage.getItem('writing-window')) sessionStorage.setItem('writing-window', newKey())
    return sessionStorage.getItem('writing-window')
  } catch { return name || (name = newKey()) }
}
export function newKey() {
  return crypto.randomUUID ? crypto.randomUUID() : '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16))
}
