// Who sends, for whom, who may know it, who may read it.
import { h } from './page.js'

const CHOICES = ['identity', 'confidentiality']
const OF = { self: ['name'], organisation: ['organisation_name', 'country'], coalition: ['coalition_name', 'members'] }
const NEEDED = { self: ['name'], organisation: ['organisation_name'], coalition: ['coalition_name', 'members'] }

const error = (name) => h('p', { class: 'error-text', id: `s_${name}-error`, hidden: true })
const label = (kit, name) => h('label', { class: 'label label-sm', for: `s_${name}` }, kit.words[`sender_${name}`])
const box = (name, ...parts) => h('div', { class: 'field', id: `s_${name}-field` }, parts)

function group(kit, name, sender, changed) {
  const lines = kit.sender[name].map(([value, words, hint], at) => {
    const id = `s_${name}-${at}`
    const dot = h('input', { type: 'radio', id, name: `s_${name}`, 'aria-describedby': hint ? id + '-hint' : false })
    dot.checked = sender[name] === value
    dot.addEventListener('change', () => { sender[name] = value; changed() })
    return h('div', { class: 'choice' }, dot, h('label', { for: id }, words), hint && h('p', { class: 'hint', id: id + '-hint' }, hint))
  })
  return box(name, h('fieldset', { 'aria-describedby': `s_${name}-error` },
    h('legend', { class: 'label label-sm' }, kit.words[`sender_${name}`]), error(name), h('div', { class: 'choices' }, lines)))
}

function list(kit, name, sender, changed, empty) {
  const made = h('select', { class: 'input', id: `s_${name}` }, empty && h('option', { value: '' }, empty), kit.sender[name].map(([value, words]) => h('option', { value }, words)))
  made.value = sender[name] || (empty ? '' : kit.lang)
  sender[name] = made.value
  made.addEventListener('change', () => { sender[name] = made.value; changed() })
  return box(name, label(kit, name), made)
}

function text(kit, name, sender, changed, hint, tag = 'input') {
  const made = h(tag, { class: 'input', id: `s_${name}`, dir: 'auto', maxlength: tag === 'input' ? 200 : 40000, 'aria-describedby': `s_${name}-error` + (hint ? ` s_${name}-hint` : '') })
  made.value = sender[name] || ''
  made.addEventListener('input', () => { sender[name] = made.value.trim(); changed() })
  return box(name, label(kit, name), hint && h('p', { class: 'hint', id: `s_${name}-hint` }, hint), error(name), made)
}

export function senderFields(kit, sender, changed) {
  for (const name of CHOICES) if (kit.sender[name].length === 1) [[sender[name]]] = kit.sender[name]
  sender.on_behalf = sender.on_behalf in OF ? sender.on_behalf : 'self'
  const of = {
    name: text(kit, 'name', sender, changed, kit.words.name_hint),
    organisation_name: text(kit, 'organisation_name', sender, changed),
    country: list(kit, 'country', sender, changed, kit.words.not_said),
    coalition_name: text(kit, 'coalition_name', sender, changed),
    members: text(kit, 'members', sender, changed, kit.words.members_hint, 'textarea'),
  }
  const show = () => Object.entries(of).forEach(([name, element]) => { element.hidden = !OF[sender.on_behalf].includes(name) })
  const whom = group(kit, 'on_behalf', sender, () => { show(); changed() })
  show()
  return [
    list(kit, 'language', sender, changed), whom, ...Object.values(of), list(kit, 'category', sender, changed, kit.words.not_said),
    ...CHOICES.map((name) => group(kit, name, sender, changed)),
  ]
}

export function senderProblems(kit, sender) {
  const missing = CHOICES.filter((name) => !sender[name])
  if (sender.identity && sender.identity !== 'none') missing.push(...NEEDED[sender.on_behalf].filter((name) => !sender[name]))
  return missing.map((name) => [`s_${name}`, kit.problems.required])
}

// What is sent: nothing of another choice than the one that was made.
export function sentFields(sender) {
  const others = Object.values(OF).flat().filter((name) => !OF[sender.on_behalf].includes(name))
  return Object.fromEntries(Object.entries(sender).filter(([name, value]) => value && !others.includes(name)))
}
