// What the chair chose for the screen of the room: a comment, a question, a poll with its result. What is hidden goes at once.
import { bdi } from './hallwords.js'

const part = (name) => document.querySelector(`[data-f="${name}"]`)

const line = (tag, className, ...parts) => {
  const made = document.createElement(tag)
  made.className = className
  made.append(...parts)
  return made
}

const inLanguage = (texts, words, source) => {
  const code = [words.lang, source.dataset.language].find((one) => texts && one in texts) || Object.keys(texts || {})[0]
  return code ? { text: texts[code], language: code } : null
}

const said = ({ words: one, reference }, words, unnamed) => {
  const text = line('p', 'room-words', one.text)
  text.dir = 'auto'
  if (one.language) text.lang = one.language
  const symbol = bdi(reference)
  symbol.dir = 'ltr'
  symbol.className = 'symbol'
  const name = one.name ? bdi(one.name) : one.identity === 'secretariat' ? words.labels.withheld : unnamed
  return [text, line('p', 'room-by', name, ' ', symbol)]
}

const poll = (asked, words, source) => {
  const question = inLanguage(asked.texts.question, words, source)
  const text = line('p', 'room-words', question ? question.text : '')
  if (question) text.lang = question.language
  text.dir = 'auto'
  const all = asked.result ? Object.values(asked.result).reduce((sum, one) => sum + one, 0) : 0
  const bars = asked.choices.map((key) => {
    const choice = inLanguage(asked.texts['choice.' + key], words, source)
    const votes = document.createElement('b')
    votes.textContent = asked.result ? asked.result[key] : ''
    const made = line('li', '', choice ? bdi(choice.text, choice.language) : bdi(key), ' ', votes)
    made.removeAttribute('class')
    if (asked.result) made.append(Object.assign(document.createElement('meter'), { min: 0, max: Math.max(all, 1), value: asked.result[key] }))
    return made
  })
  return [text, line('ul', 'room-bars', ...bars)]
}

export function drawChosen(hall, words, source) {
  const { screen } = hall
  const asked = screen.kind === 'poll' ? hall.poll(screen.reference) : null
  const title = part('chosen-title')
  const isThere = screen.kind === 'poll' ? asked : screen.words
  part('chosen').hidden = !isThere
  title.textContent = isThere ? title.dataset[screen.kind] : ''
  const body = !isThere ? [] : asked ? poll(asked, words, source) : said(screen, words, title.dataset.unnamed)
  part('chosen-body').replaceChildren(...body)
}
