// The field of each type of question. store holds the raw answers of one instance; changed() is called after each change.
import { cleaned, h, said, textOf } from './page.js'
import { chosenFiles as files } from './chosen.js'
import { countWords } from './read.js'

const format = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole))

// The same order for the same answers, which is not the order in the file.
function shuffled(options, seed) {
  const rank = (key) => [...(seed + key)].reduce((sum, sign) => Math.imul(sum ^ sign.codePointAt(0), 16777619) >>> 0, 2166136261)
  return [...options].sort(([a], [b]) => rank(a) - rank(b))
}

function input(id, store, key, changed, attributes) {
  const made = h('input', { class: 'input', id, dir: 'auto', ...attributes })
  made.value = store[key] === undefined || store[key] === null ? '' : String(store[key])
  made.addEventListener('input', () => { store[key] = made.value; changed() })
  return made
}

function choice(type, id, name, label, checked, pick, more) {
  const box = h('input', { type, id, name })
  box.checked = checked
  box.addEventListener('change', () => pick(box.checked))
  return h('div', { class: 'choice' }, box, h('label', { for: id }, label), more)
}

function counter(id, limit, words, box, number) {
  const left = h('span')
  const show = () => {
    const rest = limit - countWords(box.value)
    left.className = rest < 0 ? 'is-over' : ''
    left.textContent = format(rest < 0 ? words.words_over : words.words_left, { n: number(Math.abs(rest)) })
  }
  box.addEventListener('input', show)
  show()
  return h('p', { class: 'counter', id: id + '-count' }, left, h('span', {}, format(words.words_limit, { n: number(limit) })))
}

function text(q, id, store, kit, changed) {
  const limit = q.settings.max_words
  const by = limit ? id + '-count' : false
  const box = q.type === 'long_text'
    ? h('textarea', { class: 'input', id, rows: 8, dir: 'auto', 'aria-describedby': by })
    : h('input', { class: 'input', id, dir: 'auto', 'aria-describedby': by })
  box.value = store[q.key] || ''
  box.addEventListener('input', () => { store[q.key] = box.value; changed() })
  return [box, limit && counter(id, limit, kit.words, box, kit.number)]
}

function number(q, id, store, kit, changed) {
  const unit = q.unit && h('span', { class: 'unit', id: id + '-unit' }, said(q.unit))
  const box = input(id, store, q.key, changed, { class: 'input input-number', inputmode: q.settings.decimals ? 'decimal' : 'numeric', dir: 'ltr', 'aria-describedby': unit ? id + '-unit' : false })
  return h('div', { class: 'with-unit' }, box, unit)
}

function ownWords(q, id, store, kit, changed, own) {
  const box = h('input', { class: 'input', id: id + '.other', dir: 'auto', maxlength: 1000 })
  box.value = own() || ''
  return [h('label', { class: 'hint', for: id + '.other' }, kit.words.own_words), box]
}

function single(q, id, store, kit, changed) {
  const value = store[q.key]
  const isOther = value !== null && typeof value === 'object'
  const set = (one) => { store[q.key] = one; changed() }
  const lines = q.options.map(([key, words], at) => choice('radio', `${id}-${at}`, id, said(words), value === key, () => set(key)))
  if (q.settings.other) {
    const parts = ownWords(q, id, store, kit, changed, () => isOther && value.other)
    const line = choice('radio', `${id}-other`, id, kit.words.other, isOther, () => set({ other: parts[1].value }), h('div', { class: 'choice-words' }, parts))
    parts[1].addEventListener('input', () => { line.firstChild.checked = true; set({ other: parts[1].value }) })
    lines.push(line)
  }
  if (!q.required) lines.push(choice('radio', `${id}-none`, id, kit.words.no_answer, value === undefined, () => set(undefined)))
  return h('div', { class: 'choices' }, lines)
}

function multiple(q, id, store, kit, changed) {
  const value = Array.isArray(store[q.key]) ? store[q.key] : []
  const ticked = new Set(value.filter((one) => typeof one === 'string'))
  let own = value.find((one) => one && typeof one === 'object')
  const set = () => {
    const found = [...q.options.map(([key]) => key).filter((key) => ticked.has(key)), ...(own ? [own] : [])]
    store[q.key] = found.length ? found : undefined
    changed()
  }
  const lines = q.options.map(([key, words], at) => choice('checkbox', `${id}-${at}`, id, said(words), ticked.has(key), (on) => {
    if (on) ticked.add(key)
    else ticked.delete(key)
    set()
  }))
  if (q.settings.other) {
    const parts = ownWords(q, id, store, kit, changed, () => own && own.other)
    const line = choice('checkbox', `${id}-other`, id, kit.words.other, Boolean(own), (on) => { own = on ? { other: parts[1].value } : undefined; set() }, h('div', { class: 'choice-words' }, parts))
    parts[1].addEventListener('input', () => { line.firstChild.checked = true; own = { other: parts[1].value }; set() })
    lines.push(line)
  }
  return h('div', { class: 'choices' }, lines)
}

function steps(q, id, store, kit, changed) {
  const low = q.type === 'rating' ? 1 : Number(q.settings.min)
  const high = Number(q.settings.max || 5)
  const set = (value) => { store[q.key] = value; changed() }
  const line = h('div', { class: 'steps-line' }, q.min_label && h('span', { class: 'steps-end', 'aria-hidden': 'true' }, said(q.min_label)))
  for (let step = low; step <= high; step += 1) {
    const box = h('input', { type: 'radio', id: `${id}-${step - low}`, name: id })
    box.checked = store[q.key] === step
    box.addEventListener('change', () => set(step))
    const end = step === low ? q.min_label : step === high ? q.max_label : null
    line.append(h('div', { class: 'step' }, box, h('label', { for: box.id }, kit.number(step), end && h('span', { class: 'visually-hidden' }, ': ', said(end)))))
  }
  if (q.max_label) line.append(h('span', { class: 'steps-end', 'aria-hidden': 'true' }, said(q.max_label)))
  const none = !q.required && h('div', { class: 'choices' }, choice('radio', `${id}-none`, id, kit.words.no_answer, store[q.key] === undefined, () => set(undefined)))
  return [line, none]
}

function select(id, options, value, empty, pick) {
  const made = h('select', { class: 'input', id }, h('option', { value: '' }, empty), options.map(([key, words]) => h('option', { value: key }, textOf(words))))
  made.value = value || ''
  made.addEventListener('change', () => pick(made.value))
  return made
}

function ranking(q, id, store, kit, changed) {
  const value = store[q.key]
  const places = Array.isArray(value) ? Object.fromEntries(value.map((key, at) => [key, String(at + 1)])) : { ...(value || {}) }
  const most = q.settings.max_ranked || q.options.length
  const numbers = Array.from({ length: most }, (_none, at) => [String(at + 1), kit.number(at + 1)])
  const lines = q.options.map(([key, words]) => h('div', { class: 'choice choice-select' },
    h('label', { for: `${id}.${key}` }, said(words)),
    select(`${id}.${key}`, numbers, places[key], kit.words.no_place, (place) => { places[key] = place; store[q.key] = { ...places }; changed() })))
  return [h('p', { class: 'hint' }, format(kit.words.places, { most: kit.number(most) })), h('div', { class: 'choices' }, lines)]
}

function budget(q, id, store, kit, changed) {
  const points = { ...(store[q.key] || {}) }
  const left = h('p', { class: 'counter' }, h('span', { role: 'status' }))
  const show = () => {
    const spent = Object.values(points).reduce((sum, one) => sum + (Number(one) || 0), 0)
    left.firstChild.textContent = format(kit.words.points_left, { n: kit.number(q.settings.total - spent) })
  }
  show()
  const lines = q.options.map(([key, words]) => h('div', { class: 'choice choice-select' }, h('label', { for: `${id}.${key}` }, said(words)),
    input(`${id}.${key}`, points, key, () => { store[q.key] = { ...points }; show(); changed() }, { class: 'input input-number', inputmode: 'numeric', dir: 'ltr' })))
  return [h('div', { class: 'choices' }, lines), left]
}

function matrix(q, id, store, kit, changed) {
  const several = q.type === 'matrix_multiple'
  const value = { ...(store[q.key] || {}) }
  const cell = (row, key, at) => {
    const box = h('input', { type: several ? 'checkbox' : 'radio', id: `${id}.${row}-${at}`, name: `${id}.${row}`, 'aria-labelledby': `${id}.${row} ${id}-c${at}` })
    box.checked = several ? (value[row] || []).includes(key) : value[row] === key
    box.addEventListener('change', () => {
      if (!several) value[row] = key
      else value[row] = q.options.map(([one]) => one).filter((one) => (one === key ? box.checked : (value[row] || []).includes(one)))
      store[q.key] = { ...value }
      changed()
    })
    return h('td', { role: 'cell' }, h('label', {}, box, h('span', { class: 'cell-words', 'aria-hidden': 'true' }, said(q.options[at][1]))))
  }
  return h('table', { class: 'matrix', role: 'table' },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, h('td', { role: 'cell' }), q.options.map(([, words], at) => h('th', { role: 'columnheader', scope: 'col', id: `${id}-c${at}` }, said(words))))),
    h('tbody', { role: 'rowgroup' }, q.rows.map(([row, words]) => h('tr', { role: 'row' }, h('th', { role: 'rowheader', scope: 'row', id: `${id}.${row}` }, said(words)), q.options.map(([key], at) => cell(row, key, at))))))
}

function date(q, id, store, kit, changed) {
  const [year = '', month = '', day = ''] = String(store[q.key] || '').split('-')
  const parts = { day, month, year }
  const set = () => {
    const empty = !parts.day.trim() && !parts.month.trim() && !parts.year.trim()
    store[q.key] = empty ? undefined : [parts.year, parts.month, parts.day].map((one) => one.trim()).join('-')
    changed()
  }
  return h('div', { class: 'date-line' }, ['day', 'month', 'year'].map((part) => h('div', {},
    h('label', { class: 'small', for: `${id}.${part}` }, kit.words[part]),
    input(`${id}.${part}`, parts, part, set, { class: `input input-${part}`, inputmode: 'numeric', dir: 'ltr', maxlength: 4 }))))
}

function consent(q, id, store, kit, changed) {
  return h('div', { class: 'choices' }, choice('checkbox', id, id, said(q.label), store[q.key] === true, (on) => { store[q.key] = on ? true : undefined; changed() }))
}

const place = (q, id, store, kit, changed) => select(id, kit.places[q.type], store[q.key], q.required ? kit.words.choose : kit.words.no_answer, (value) => { store[q.key] = value || undefined; changed() })
const region = (q, id, store, kit, changed) => single({ ...q, options: kit.places.region }, id, store, kit, changed)

const MAKERS = {
  short_text: text, long_text: text, single_choice: single, multiple_choice: multiple, scale: steps, rating: steps, ranking,
  matrix_single: matrix, matrix_multiple: matrix, number, date, country: place, language: place, region, file: files, consent, budget,
}
const LINES = ['short_text', 'long_text', 'number', 'country', 'language', 'file']

function about(q, id) {
  return [
    q.text && cleaned(q.text),
    q.hint && h('p', { class: 'hint' }, said(q.hint)),
    h('p', { class: 'error-text', id: id + '-error', hidden: true }),
  ]
}

// The whole field: label or legend, what is said about it, control, help.
export function field(q, id, store, kit, changed) {
  if (q.type === 'section_text') return h('div', { class: 'between' }, q.label && h('h3', {}, said(q.label)), q.text && cleaned(q.text))
  const asked = q.settings.shuffle ? { ...q, options: shuffled(q.options, kit.seed) } : q
  const free = !q.required && h('span', { class: 'muted weight-normal' }, ' ' + kit.words.optional)
  const control = [MAKERS[q.type](asked, id, store, kit, changed)].flat()
  const help = q.help && h('details', { class: 'help' }, h('summary', {}, kit.words.help), cleaned(q.help))
  if (q.type === 'consent') return h('div', { class: 'field', id: id + '-field' }, about(q, id), control, help)
  if (LINES.includes(q.type)) {
    return h('div', { class: 'field', id: id + '-field' }, h('label', { class: 'label label-sm', for: id }, said(q.label), free), about(q, id), control, help)
  }
  return h('div', { class: 'field', id: id + '-field' }, h('fieldset', { id, 'aria-describedby': id + '-error' }, h('legend', { class: 'label label-sm' }, said(q.label), free), about(q, id), control, help))
}
