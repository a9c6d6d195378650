// The questionnaire in one file that needs no network: asked, judged and saved here; sent later, by upload.
import { newKey } from './live/outbox.js'
import { field } from './offline/fields.js'
import { openFile, saveFile } from './offline/files.js'
import { judge } from './offline/judge.js'
import { cleaned, h, pipes, said, textOf } from './offline/page.js'
import { senderFields, senderProblems } from './offline/sender.js'

const kit = JSON.parse(document.getElementById('kit').textContent)
const questions = document.getElementById('questions')
const about = document.getElementById('about')
const status = document.getElementById('status')
const summary = document.getElementById('summary')
const format = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole))

let file = { client_id: newKey(), given: {}, sender: {}, to_attach: {} }
let fields = []
let parts = []
let dirty = false
kit.number = (value) => new Intl.NumberFormat(`${kit.lang}-u-nu-latn`).format(value)
kit.given = () => file.given

// The words of an answer, for texts that take up earlier ones.
function wordsOf(q, value) {
  const name = (pairs, key) => { const found = (pairs || []).find(([one]) => one === key); return found ? textOf(found[1]) : String(key) }
  const one = (part) => (part && typeof part === 'object' ? part.other : name(q.options, part))
  if (q.type === 'single_choice' || q.type === 'multiple_choice' || q.type === 'ranking') return [].concat(value).map(one).join('; ')
  if (q.type.startsWith('matrix')) return Object.entries(value).map(([row, part]) => `${name(q.rows, row)}: ${[].concat(part).map(one).join(', ')}`).join('; ')
  if (q.type === 'budget') return Object.entries(value).map(([key, points]) => `${one(key)}: ${points}`).join('; ')
  if (q.type === 'file') return ''
  if (kit.places[q.type]) return name(kit.places[q.type], value)
  return q.type === 'consent' ? String(q.settings.version || '') : String(value)
}

const all = kit.sections.flatMap((part) => part.questions.map((q) => [part, q]))

function answer(told, key, present) {
  const [part, q] = all.find(([, one]) => one.key === key) || []
  if (!q) return kit.words.not_answered
  const places = present && key in present ? [present] : part.max > 1 ? told.kept[part.key] || [] : [told.kept]
  const text = places.filter((one) => key in one).map((one) => wordsOf(q, one[key])).join('; ')
  if (!text) return kit.words.not_answered
  return text.length > 300 ? text.slice(0, 300) + '…' : text
}

function refresh() {
  const told = judge(kit, file.given, false)
  const inGroup = new Map(told.places.map(([key, number, present]) => [`${key}.${number}`, present]))
  fields.forEach((one) => {
    one.element.hidden = !told.shown.has(`${one.q.key}.${one.instance}`)
    one.pipe((key) => answer(told, key, one.part.max > 1 ? inGroup.get(`${one.part.key}.${one.instance}`) : null))
  })
  parts.forEach((one) => {
    const none = one.part.questions.length > 0 && !fields.some((f) => f.part === one.part && !f.element.hidden)
    one.element.hidden = !told.parts.has(one.part.key) || none
    one.pipe((key) => answer(told, key))
  })
}

function changed() {
  dirty = true
  refresh()
}

function fieldOf(part, q, instance, store) {
  const id = part.max > 1 ? `q_${q.key}.${instance}` : `q_${q.key}`
  const element = field(q, id, store, kit, () => { clear(element, id); changed() })
  fields.push({ part, q, instance, element, id, pipe: pipes(element) })
  return element
}

function groupOf(part, box) {
  const list = file.given[part.key] = file.given[part.key] || []
  while (list.length < Math.max(part.min, 1)) list.push({})
  fields = fields.filter((one) => one.part !== part)
  box.replaceChildren(...list.map((store, at) => {
    const remove = list.length > Math.max(part.min, 1) && h('p', {}, h('button', { type: 'button', class: 'btn btn-sm' }, kit.words.remove))
    if (remove) remove.firstChild.addEventListener('click', () => { list.splice(at, 1); groupOf(part, box); changed(); box.querySelector('button:last-of-type').focus() })
    return h('fieldset', { class: 'group-one' }, h('legend', { class: 'label' }, said(part.label || part.title || ''), ' ' + kit.number(at + 1)),
      part.questions.map((q) => fieldOf(part, q, at + 1, store)), remove)
  }))
  if (list.length < part.max) {
    const add = h('button', { type: 'button', class: 'btn' }, kit.words.add)
    add.addEventListener('click', () => {
      list.push({})
      groupOf(part, box)
      changed()
      box.querySelectorAll('.group-one')[list.length - 1].querySelector('input, select, textarea').focus()
    })
    box.append(h('p', {}, add))
  }
}

function render() {
  fields = []
  parts = kit.sections.map((part) => {
    const group = part.max > 1 && h('div', { class: 'group', id: `q_${part.key}-field` })
    const head = h('div', {}, part.title && h('h2', { class: 'section-h' }, said(part.title)), part.text && cleaned(part.text),
      group && h('p', { class: 'error-text', id: `q_${part.key}-error`, hidden: true }))
    if (group) groupOf(part, group)
    const element = h('section', { class: 'form' }, head, group || part.questions.map((q) => fieldOf(part, q, 1, file.given)))
    return { part, element, pipe: pipes(head) }
  })
  questions.replaceChildren(...parts.map((one) => one.element))
  about.replaceChildren(...senderFields(kit, file.sender, () => { dirty = true }))
  refresh()
}

const idOf = (one) => {
  const found = fields.find((f) => f.q.key === one.key && f.instance === one.instance)
  return found ? found.id : `q_${one.key}`
}

function clear(element, id) {
  const line = document.getElementById(id + '-error')
  if (!line || line.hidden) return
  line.hidden = true
  element.classList.remove('has-error')
}

const shown = (value) => (typeof value === 'number' ? kit.number(value) : String(value))

function check() {
  const told = judge(kit, file.given, true)
  fields.forEach((one) => clear(one.element, one.id))
  const lines = told.problems.map((one) => {
    const id = idOf(one)
    const facts = Object.fromEntries(Object.entries(one.facts).map(([name, value]) => [name, shown(value)]))
    const [part, q] = all.find(([, asked]) => asked.key === one.key) || [kit.sections.find((section) => section.key === one.key)]
    const own = (q || part || {}).problems || {}
    return [id, format(own[one.code] || kit.problems[one.code] || kit.problems.invalid, facts)]
  }).concat(senderProblems(kit, file.sender))
  const links = lines.map(([id, words]) => {
    const line = document.getElementById(id + '-error')
    const box = document.getElementById(id + '-field')
    if (line) { line.hidden = false; line.textContent = words }
    if (box) box.classList.add('has-error')
    const control = box && box.querySelector('input, select, textarea')
    const label = box && box.querySelector('legend, label')
    const link = h('a', { href: '#' + (control ? control.id : id) }, `${label ? label.textContent.trim() + ': ' : ''}${words}`)
    link.addEventListener('click', (event) => { if (control) { event.preventDefault(); control.focus() } })
    return h('li', {}, link)
  })
  summary.hidden = !links.length
  summary.replaceChildren(h('h2', {}, kit.words.problems), h('ul', {}, links))
  if (links.length) summary.focus()
  return !links.length
}

function tell(words, kind) {
  status.className = `notice notice-${kind}`
  status.hidden = false
  status.textContent = words
}

document.getElementById('check').addEventListener('click', () => { if (check()) tell(kit.words.complete, 'ok') })
document.getElementById('save').addEventListener('click', () => {
  const name = saveFile(kit, file, judge(kit, file.given, false))
  dirty = false
  tell(format(judge(kit, file.given, true).problems.length ? kit.words.saved_part : kit.words.saved, { name }), 'ok')
})
document.getElementById('open').addEventListener('change', async (event) => {
  const [chosen] = event.target.files
  event.target.value = ''
  if (!chosen || (dirty && !window.confirm(kit.words.overwrite))) return
  const found = await openFile(kit, chosen)
  if (found.problem) { tell(kit.words[found.problem], 'bad'); return }
  file = found
  dirty = false
  summary.hidden = true
  render()
  tell(found.stale ? kit.words.opened_stale : kit.words.opened, found.stale ? 'warn' : 'ok')
})
window.addEventListener('beforeunload', (event) => { if (dirty) event.preventDefault() })
kit.seed = file.client_id
render()
document.getElementById('kit-form').hidden = false
