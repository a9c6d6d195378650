// The clock of who has the floor: it runs from the end timestamp and the server's time, never from the clock of this device.
//
// On the page: <body data-now="..."> is the server's time when the page was made. Each [data-clock] shows one turn:
//   data-state running|paused|ended, data-ends (RFC 3339), data-left (ms, while it is paused), data-seconds (the time given)
// Within it, as wanted: [data-clock-left] gets "2:14", [data-clock-bar] (a rect) its share in width, [data-clock-until] the hour
// at which it ends, [data-clock-said] (for screen readers) one sentence when data-warn seconds are left, and when none are.
// Classes: is-short below data-warn, is-over after the end, is-paused. With data-tone a tone sounds at both.
const locale = () => document.documentElement.lang + '-u-nu-latn'

// The server's time as this page's own count of milliseconds plus a difference, found as late as the fastest message told it.
// performance.now() begins with the page: nobody sets it, and a wrong or changed clock of the device does not matter.
export function serverClock(told) {
  let difference = -Infinity
  const hear = (at, since = performance.now()) => {
    const here = Date.parse(at) - since
    if (here > difference) difference = here
  }
  const navigation = performance.getEntriesByType ? performance.getEntriesByType('navigation')[0] : null
  if (told) hear(told, navigation && navigation.responseStart > 0 ? navigation.responseStart : performance.now())
  return {
    hear,
    listen: (socket) => {
      for (const name of ['stream.batch', 'stream.head']) socket.on(name, (message) => { if (message.server_now) hear(message.server_now) })
    },
    now: () => performance.now() + difference,
  }
}

// Milliseconds left of a turn at a moment of the server; below zero for who speaks longer.
export function leftOf(turn, now) {
  return turn.state === 'running' ? Date.parse(turn.ends_at) - now : Number(turn.left_ms) || 0
}

// Whole seconds as the clock shows them: 2:14, and −0:12 after the end.
export function timeWords(ms) {
  const seconds = Math.abs(Math.ceil(ms / 1000))
  return (ms <= -1000 ? '\u2212' : '') + Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0')
}

// The same for screen readers: "2 minutes 14 seconds", in the plural of the language.
export function timeSpoken(ms, code = locale()) {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const unit = (value, name) => new Intl.NumberFormat(code, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value)
  return (seconds >= 60 ? unit(Math.floor(seconds / 60), 'minute') + ' ' : '') + unit(seconds % 60, 'second')
}

let sound = null
const ready = () => {
  const Sound = window.AudioContext || window.webkitAudioContext
  if (!sound && Sound) sound = new Sound()
}
const tone = (hertz) => {
  if (!sound || sound.state !== 'running') return
  const [wave, volume] = [sound.createOscillator(), sound.createGain()]
  wave.frequency.value = hertz
  volume.gain.setValueAtTime(0.2, sound.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.8)
  wave.connect(volume).connect(sound.destination)
  wave.start()
  wave.stop(sound.currentTime + 0.8)
}

const untilWords = (at, zone) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone || 'UTC' }).format(new Date(at))

const draw = (place, turn, now) => {
  const left = leftOf(turn, now)
  const warn = 1000 * (Number(place.dataset.warn) || 30)
  const part = (name) => place.querySelector('[data-clock-' + name + ']')
  const clock = part('left')
  if (clock) {
    const words = timeWords(left)
    if (clock.textContent !== words) {
      clock.textContent = words
      if (clock.dataset.label) clock.setAttribute('aria-label', clock.dataset.label.replace('{time}', timeSpoken(left)))
    }
  }
  part('bar')?.setAttribute('width', Math.min(100, Math.max(0, left / (turn.seconds * 10))).toFixed(2) + '%')
  const until = part('until')
  if (until) until.textContent = turn.state === 'running' ? untilWords(turn.ends_at, document.body.dataset.zone) : ''
  place.classList.toggle('is-short', left > 0 && left <= warn)
  place.classList.toggle('is-over', left <= 0)
  place.classList.toggle('is-paused', turn.state === 'paused')
  return left > warn ? 'long' : left > 0 ? 'short' : 'over'
}

// What a place shows, as the server wrote it; null where nobody has the floor.
export function turnAt(place) {
  const { state, ends, left, seconds } = place.dataset
  return state === 'running' || state === 'paused' ? { state, ends_at: ends, left_ms: left, seconds: Number(seconds) } : null
}

// Writes the data of a `timer.changed` into a place.
export function putTurn(place, data) {
  place.dataset.state = data.state || 'ended'
  place.dataset.ends = data.ends_at || ''
  place.dataset.left = data.left_ms === null || data.left_ms === undefined ? '' : data.left_ms
  place.dataset.seconds = data.seconds || 0
}

// Lets every [data-clock] of the page run. Gives { update } for when a place was changed or replaced.
export function runClocks(server) {
  let timer = 0
  let before = new Map() // which stage each turn was in when it was looked at last
  const say = (place, stage) => {
    const words = stage === 'short' ? place.dataset.saidShort : place.dataset.saidOver
    const spoken = place.querySelector('[data-clock-said]')
    if (spoken && words) spoken.textContent = words
    if ('tone' in place.dataset) tone(stage === 'short' ? 660 : 440)
  }
  const update = () => {
    clearTimeout(timer)
    const now = server.now()
    const stages = new Map()
    let soonest = Infinity
    for (const place of document.querySelectorAll('[data-clock]')) {
      const turn = turnAt(place)
      if (!turn) continue
      const stage = draw(place, turn, now)
      const key = place.id + place.dataset.clock
      stages.set(key, stage)
      if (turn.state !== 'running') continue
      if (before.has(key) && before.get(key) !== stage && stage !== 'long') say(place, stage)
      // The next look comes just when the shown second changes.
      soonest = Math.min(soonest, (((leftOf(turn, now) % 1000) + 1000) % 1000) + 5)
    }
    before = stages
    if (soonest < Infinity) timer = setTimeout(update, soonest)
  }
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, ready, { once: true }) // a tone needs a touch first
  document.addEventListener('visibilitychange', update)
  update()
  return { update }
}
