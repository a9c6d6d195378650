// Reading one answer, as consult/consultations/answers/ does. The server judges again; this tells people in time.
const SIGNS = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/gu
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10]

export class Unfit {
  constructor(code, row, facts) { Object.assign(this, { code, row: row || null, facts: facts || {} }) }
}

export const isEmpty = (raw) => {
  if (raw === null || raw === undefined || raw === false) return true
  if (typeof raw === 'string') return !raw.trim()
  return typeof raw === 'object' && Object.values(raw).every(isEmpty)
}

export const countWords = (text) => (text.match(SIGNS) || []).length +
  text.replace(SIGNS, ' ').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

// Digits of any script a person is likely to type as 0-9.
export const western = (text) => [...text].map((sign) => {
  const code = sign.codePointAt(0)
  const zero = ZEROS.find((one) => code >= one && code < one + 10)
  return zero === undefined ? sign : String(code - zero)
}).join('').replace(/\u2212/g, '-').replace(/[\u061c\u200e\u200f]/g, '')

// A number typed with the separators of a language, with a point and no groups; what cannot be read stays as it is.
export function plainNumber(typed, decimal) {
  let text = western(String(typed)).replace(/[\s\u00a0\u202f\u2009'’]/g, '').replace(/٬/g, ',').replace(/٫/g, '.')
  const sign = /^[+-]/.test(text) ? text[0] : ''
  text = text.slice(sign.length)
  if (decimal === ',' && !/٫/.test(typed) && (/,/.test(text) || /^\d{1,3}(\.\d{3})+$/.test(text))) {
    text = text.replace(/[,.]/g, (one) => (one === ',' ? '.' : ','))
  }
  const [whole, rest] = text.split('.')
  if (/^\d{1,3}(,\d{3})+$/.test(whole)) text = whole.replace(/,/g, '') + (rest === undefined ? '' : '.' + rest)
  else if (rest === undefined && (whole.match(/,/g) || []).length === 1) text = whole.replace(',', '.')
  if (!/^(\d+(\.\d*)?|\.\d+)$/.test(text)) return null
  const [left, right = ''] = text.split('.')
  const digits = (left.replace(/^0+/, '') || '0') + (right.replace(/0+$/, '') ? '.' + right.replace(/0+$/, '') : '')
  return (sign === '-' && digits !== '0' ? '-' : '') + digits
}

const keysOf = (pairs) => pairs.map(([key]) => key)

function text(q, raw, complete, limits) {
  const found = String(raw).replace(/\r\n?/g, '\n').trim()
  if (CONTROL.test(found)) throw new Unfit('control_character')
  if (DIRECTION.test(found)) throw new Unfit('direction_mark')
  const most = limits.characters[q.type] || limits.characters.short_text
  if (found.length > most) throw new Unfit('too_long', null, { length: found.length, limit: most })
  const words = countWords(found)
  const limit = q.settings.max_words || (q.type === 'long_text' ? null : limits.words)
  if (limit && words > limit) throw new Unfit('too_many_words', null, { words, limit })
  const least = q.settings.min_words || 0
  if (complete && found && words < least) throw new Unfit('too_few_words', null, { words, limit: least })
  return found || undefined
}

const other = (raw, limits) => {
  const words = text({ type: 'short_text', settings: {} }, raw.other || '', false, limits)
  return words && { other: words }
}

function single(q, raw, complete, limits) {
  if (typeof raw === 'object') return other(raw, limits)
  if (!keysOf(q.options).includes(raw)) throw new Unfit('no_such_choice')
  return raw
}

function multiple(q, raw, complete, limits) {
  const found = keysOf(q.options).filter((key) => raw.includes(key))
  const own = raw.find((one) => typeof one === 'object')
  const words = own && other(own, limits)
  if (words) found.push(words)
  const { max_choices: most, min_choices: least } = q.settings
  if (most && found.length > most) throw new Unfit('too_many_choices', null, { number: found.length, limit: most })
  if (complete && found.length && least && found.length < least) throw new Unfit('too_few_choices', null, { number: found.length, limit: least })
  return found.length ? found : undefined
}

function ranking(q, raw) {
  const places = {}
  for (const [option, place] of Object.entries(Array.isArray(raw) ? Object.fromEntries(raw.map((one, at) => [one, at + 1])) : raw)) {
    if (!place) continue
    if (places[place]) throw new Unfit('repeated_place', option)
    places[place] = option
  }
  const found = Object.keys(places).sort((a, b) => a - b).map((place) => places[place])
  return found.length ? found : undefined
}

function rows(q, raw, complete) {
  const found = {}
  for (const [row] of q.rows) if (!isEmpty(raw[row])) found[row] = raw[row]
  const missing = q.rows.find(([row]) => !(row in found))
  if (complete && q.required && missing && Object.keys(found).length) throw new Unfit('row_missing', missing[0])
  return Object.keys(found).length ? found : undefined
}

function number(q, raw, complete, limits) {
  const found = plainNumber(raw, limits.decimal)
  const { min, max, decimals = 0 } = q.settings
  if (found === null) throw new Unfit('not_a_number')
  if ((found.split('.')[1] || '').length > decimals) throw new Unfit(decimals ? 'too_many_decimals' : 'not_a_whole_number', null, { limit: decimals })
  if (min !== undefined && min !== null && Number(found) < Number(min)) throw new Unfit('number_too_low', null, { limit: min })
  if (max !== undefined && max !== null && Number(found) > Number(max)) throw new Unfit('number_too_high', null, { limit: max })
  return found
}

function date(q, raw) {
  const parts = /^(\d{1,4})-(\d{1,2})-(\d{1,2})$/.exec(western(raw))
  const found = parts && [parts[1].padStart(4, '0'), parts[2].padStart(2, '0'), parts[3].padStart(2, '0')].join('-')
  const there = found && new Date(found + 'T00:00:00Z')
  if (!there || Number.isNaN(there.getTime()) || there.toISOString().slice(0, 10) !== found || parts[1] < 1) throw new Unfit('not_a_date')
  const { earliest, latest } = q.settings
  if (earliest && found < earliest) throw new Unfit('date_too_early', null, { limit: earliest })
  if (latest && found > latest) throw new Unfit('date_too_late', null, { limit: latest })
  return found
}

function budget(q, raw) {
  const found = {}
  let spent = 0
  for (const [option] of q.options) {
    if (isEmpty(raw[option])) continue
    const typed = western(String(raw[option])).trim()
    if (!/^\d{1,9}$/.test(typed)) throw new Unfit('not_points', option)
    spent += Number(typed)
    if (Number(typed)) found[option] = Number(typed)
  }
  if (spent > q.settings.total) throw new Unfit('too_many_points', null, { number: spent, limit: q.settings.total })
  return Object.keys(found).length ? found : undefined
}

const same = (q, raw) => raw
const READERS = {
  short_text: text, long_text: text, single_choice: single, multiple_choice: multiple, scale: same, rating: same,
  ranking, matrix_single: rows, matrix_multiple: rows, number, date, country: same, region: same, language: same,
  consent: same, budget,
}

// The value of an answer; undefined for none. Throws Unfit.
export function read(q, raw, complete, limits) {
  if (complete && q.type === 'single_choice' && raw && typeof raw === 'object' && isEmpty(raw)) throw new Unfit('other_without_words')
  const value = isEmpty(raw) ? undefined : READERS[q.type](q, raw, complete, limits)
  if (value === undefined && q.required && complete) throw new Unfit('required')
  return value
}
