// The sentences of the hall, which came with the page; names of people go in as text, never as markup.
import { timeWords } from './clock.js'

const json = (text) => { try { return JSON.parse(text) } catch { return {} } }
const { lang } = document.documentElement

export const fill = (words, places) => words.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole))

export const bdi = (text, language) => {
  const made = document.createElement('bdi')
  made.textContent = text
  if (language) made.lang = language
  return made
}

// Each part by itself, so that a name in another script does not turn the line.
export const put = (place, parts) => {
  place.replaceChildren(...parts.flatMap((part, at) => (at ? [' · ', bdi(part)] : [bdi(part)])))
}

export function wordsOf(source) {
  const labels = json(source.dataset.labels)
  const categories = json(source.dataset.categories || '{}')
  const zone = source.dataset.zone || 'UTC'
  const format = (options) => new Intl.DateTimeFormat('en-GB', { hourCycle: 'h23', timeZone: zone, ...options })
  const minute = format({ hour: '2-digit', minute: '2-digit' })
  const second = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const languageName = (code) => {
    try { return new Intl.DisplayNames([words.lang], { type: 'language' }).of(code) } catch { return code }
  }
  const category = (one) => (one.category ? [categories[one.category] || one.category] : [])
  const kind = (one) => (one.kind !== 'contribution' ? [labels.kinds[one.kind]] : [])
  const words = {
    labels,
    lang: source.dataset.lang || lang,
    minute: (ms) => minute.format(new Date(ms)),
    title({ titles = {} }) {
      const code = [words.lang, source.dataset.language].find((one) => one in titles) || Object.keys(titles)[0]
      return code ? { text: titles[code], language: code } : null
    },
    item(item) {
      const title = words.title(item)
      const text = title ? title.text : item.closed ? labels.closed_item : ''
      return bdi(fill(labels.item, { label: item.label, title: text }), title && title.language)
    },
    floor(hall) {
      if (hall.turn) return labels.has_floor
      if (!hall.present) return labels.in_progress
      return hall.present[1].state === 'current' ? labels.nobody : labels.suspended
    },
    name: (one) => (one.name === null ? labels.withheld : bdi(one.name)),
    who: (one) => (one.name === null ? labels.withheld : bdi(one.organisation || one.name)),
    speaker: (one) => [...(one.organisation ? [one.organisation] : []), ...category(one), ...kind(one), fill(labels.speaks, { language: languageName(one.language) })],
    beside: (one) => [...(one.organisation && one.name ? [one.name] : []), ...category(one), ...kind(one)],
    note(turn) {
      const given = timeWords(turn.seconds * 1000)
      if (!turn.ends_at) return fill(labels.paused, { given })
      return fill(labels.left, { given, until: second.format(new Date(turn.ends_at)) })
    },
    state({ data, isNext, about, spoken }) {
      if (data.state === 'speaking') return labels.speaking
      if (data.state === 'passed') return labels.passed
      if (data.state === 'spoke') return spoken === null ? '' : fill(labels.spoke, { time: timeWords(spoken) })
      if (isNext) return labels.next
      return about === null ? '' : fill(labels.about, { time: words.minute(about) })
    },
    own(places) {
      if (!places.length) return ''
      if (places.some((one) => one.data.state === 'speaking')) return labels.own_turn
      const [{ place, about }] = places
      return about === null ? fill(labels.own_place_only, { place }) : fill(labels.own_place, { place, time: words.minute(about) })
    },
  }
  return words
}
