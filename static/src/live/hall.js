// The state of a hearing as its stream tells it, and what follows from it. Knows nothing of the page; `now` is the server's time in ms.
const KINDS = ['point_of_order', 'interposed_question', 'intervention', 'contribution', 'right_of_reply']
const GONE = ['left', 'removed']
const HELD = ['hearing', 'session', 'item', 'speaker', 'timer', 'poll', 'screen']
const PHASES = { 'proceeding.opened': 'open', 'proceeding.reopened': 'open', 'proceeding.closed': 'closed' }

const isGone = (data) => Object.keys(data).length === 0 || GONE.includes(data.state)
const rank = ([, one]) => KINDS.indexOf(one.kind)

export function makeHall(events) {
  let told
  const hall = {
    // Whether that was ours; what is unknown is ignored. `later` is true where only the whole can tell what else has changed.
    apply({ kind, ref, data }) {
      const of = kind.split('.')[0]
      if (PHASES[kind]) {
        for (const [name, one] of told.hearing) told.hearing.set(name, { ...one, state: PHASES[kind] })
        return { of: 'hearing', later: false }
      }
      if (!HELD.includes(of)) return null
      const before = told[of].get(ref)
      if (isGone(data)) told[of].delete(ref)
      else told[of].set(ref, data)
      const moved = of === 'item' && kind.endsWith('.changed') && (!before || before.order !== data.order || before.closed !== data.closed)
      return { of, later: moved || (of === 'item' && !before) }
    },
    reset(snapshot) {
      told = {}
      for (const of of HELD) told[of] = new Map()
      snapshot.forEach(hall.apply)
    },
    get items() { return [...told.item].sort(([, a], [, b]) => a.order - b.order) },
    get screen() { return [...told.screen.values()][0] || { kind: null } },
    poll: (ref) => told.poll.get(ref) || null,
    get present() {
      const found = (state) => hall.items.find(([, one]) => one.state === state)
      return found('current') || found('suspended') || null
    },
    get turn() {
      for (const [ref, data] of told.timer) {
        const speaker = told.speaker.get(data.speaker)
        if (data.state !== 'ended' && speaker) return { ref, data, speaker }
      }
      return null
    },
    left(now) {
      const { turn } = hall
      if (!turn) return 0
      return turn.data.ends_at ? Date.parse(turn.data.ends_at) - now : turn.data.left_ms || 0
    },
    // The list of the present item: { place, ref, data, isNext, about (ms or null), spoken (ms or null) }.
    list(now) {
      const { present } = hall
      const mine = [...told.speaker].filter(([, one]) => present && one.item === present[0])
      const turns = [...told.timer.values()]
      const began = (ref) => turns.findIndex((one) => one.speaker === ref)
      const last = (ref) => turns.reduce((found, one, at) => (one.speaker === ref ? at : found), -1)
      const of = (...states) => mine.filter(([, one]) => states.includes(one.state))
      const done = of('spoke', 'passed').sort(([a], [b]) => last(a) - last(b))
      const speaking = of('speaking')
      const waiting = of('waiting').sort((a, b) => rank(a) - rank(b) || a[1].position - b[1].position)
      const hearing = [...told.hearing.values()][0] || {}
      const runs = present && present[1].state === 'current' && hearing.state === 'open'
      let about = runs ? now + Math.max(hall.left(now), 0) : null
      return [...done, ...speaking, ...waiting].map(([ref, data], at) => {
        const waits = data.state === 'waiting'
        const ended = turns.filter((one) => one.speaker === ref && one.state === 'ended')
        const line = {
          place: at + 1, ref, data, about: waits ? about : null,
          isNext: waits && at === done.length + speaking.length,
          spoken: ended.length && began(ref) >= 0 ? ended.reduce((sum, one) => sum + one.spoken_ms, 0) : null,
        }
        if (about !== null && waits) about += data.seconds * 1000
        return line
      })
    },
  }
  hall.reset(events)
  return hall
}
