// Who sends, who may know it, who may read it.
import { h } from './page.js'

function group(kit, name, sender, changed) {
  const lines = kit.sender[name].map(([value, label, hint], at) => {
    const id = `s_${name}-${at}`
    const box = h('input', { type: 'radio', id, name: `s_${name}`, 'aria-describedby': hint ? id + '-hint' : false })
    box.checked = sender[name] === value
    box.addEventListener('change', () => { sender[name] = value; changed() })
    return h('div', { class: 'choice' }, box, h('label', { for: id }, label), hint && h('p', { class: 'hint', id: id + '-hint' }, hint))
  })
  return h('div', { class: 'field', id: `s_${name}-field` }, h('fieldset', { 'aria-describedby': `s_${name}-error` },
    h('legend', { class: 'label label-sm' }, kit.words[`sender_${name}`]), h('p', { class: 'error-text', id: `s_${name}-error`, hidden: true }), h('div', { class: 'choices' }, lines)))
}

function list(kit, name, sender, changed, empty) {
  const box = h('select', { class: 'input', id: `s_${name}` }, empty && h('option', { value: '' }, empty), kit.sender[name].map(([value, label]) => h('option', { value }, label)))
  box.value = sender[name] || (empty ? '' : kit.lang)
  sender[name] = box.value
  box.addEventListener('change', () => { sender[name] = box.value; changed() })
  return h('div', { class: 'field', id: `s_${name}-field` }, h('label', { class: 'label label-sm', for: `s_${name}` }, kit.words[`sender_${name}`]), box)
}

export function senderFields(kit, sender, changed) {
  for (const name of ['identity', 'confidentiality']) if (kit.sender[name].length === 1) [[sender[name]]] = kit.sender[name]
  const name = h('input', { class: 'input', id: 's_name', dir: 'auto', maxlength: 200, 'aria-describedby': 's_name-hint s_name-error' })
  name.value = sender.name || ''
  name.addEventListener('input', () => { sender.name = name.value.trim(); changed() })
  return [
    list(kit, 'language', sender, changed),
    list(kit, 'category', sender, changed, kit.words.not_said),
    group(kit, 'identity', sender, changed),
    h('div', { class: 'field', id: 's_name-field' }, h('label', { class: 'label label-sm', for: 's_name' }, kit.words.sender_name),
      h('p', { class: 'hint', id: 's_name-hint' }, kit.words.name_hint), h('p', { class: 'error-text', id: 's_name-error', hidden: true }), name),
    group(kit, 'confidentiality', sender, changed),
  ]
}

export function senderProblems(kit, sender) {
  const found = []
  for (const name of ['identity', 'confidentiality']) if (!sender[name]) found.push([`s_${name}`, kit.problems.required])
  if (sender.identity && sender.identity !== 'none' && !sender.name) found.push(['s_name', kit.problems.required])
  return found
}
