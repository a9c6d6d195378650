// The file in which answers are kept: the shape that the server takes, with everything needed to go on here.
import { sentFields } from './sender.js'

const FORMAT = 1
const FILES = '\u0000files'
const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)

// Names of files to be attached stand beside the answers, for they are none.
function apart(given) {
  const found = {}
  Object.entries(given).forEach(([key, value]) => {
    if (key.endsWith(FILES)) { if (value.length) found[key.slice(0, -FILES.length)] = value }
    else if (Array.isArray(value) && value.every(isMap)) {
      value.forEach((one, at) => Object.entries(one).forEach(([inner, names]) => {
        if (inner.endsWith(FILES) && names.length) found[`${inner.slice(0, -FILES.length)}.${at + 1}`] = names
      }))
    }
  })
  return found
}

export function saveFile(kit, file, told) {
  const content = {
    format: FORMAT, consultation: kit.slug, questionnaire: kit.version, language: kit.lang, client_id: file.client_id,
    sender: sentFields(file.sender), answers: told.saved, to_attach: apart(file.given),
  }
  const name = `${kit.slug}.consult.json`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: 'application/json' }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
  return name
}

// A value as a field can show it, or nothing where somebody wrote another kind of thing into the file.
function fit(q, value) {
  if (q.type === 'multiple_choice') return Array.isArray(value) ? value.filter((one) => typeof one === 'string' || (isMap(one) && typeof one.other === 'string')) : undefined
  if (q.type === 'ranking') return Array.isArray(value) || isMap(value) ? value : undefined
  if (['matrix_single', 'matrix_multiple', 'budget'].includes(q.type)) return isMap(value) ? value : undefined
  if (q.type === 'scale' || q.type === 'rating') return Number.isInteger(value) ? value : undefined
  if (q.type === 'consent') return value === true ? true : undefined
  if (q.type === 'single_choice' && isMap(value)) return typeof value.other === 'string' ? value : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function taken(part, answers, names, instance) {
  const found = {}
  part.questions.forEach((q) => {
    const value = isMap(answers) && q.type !== 'file' ? fit(q, answers[q.key]) : undefined
    if (value !== undefined) found[q.key] = value
    const kept = names[part.max > 1 ? `${q.key}.${instance}` : q.key]
    if (q.type === 'file' && Array.isArray(kept)) found[q.key + FILES] = kept.map(String)
  })
  return found
}

export async function openFile(kit, chosen) {
  if (chosen.size > kit.limits.bytes) return { problem: 'too_large' }
  let content
  try { content = JSON.parse((await chosen.text()).replace(/^\ufeff/, '')) } catch { return { problem: 'not_a_file' } }
  if (!isMap(content) || content.format !== FORMAT || !isMap(content.answers) || typeof content.client_id !== 'string') return { problem: 'not_a_file' }
  if (content.consultation !== kit.slug) return { problem: 'other_consultation' }
  const names = isMap(content.to_attach) ? content.to_attach : {}
  const given = {}
  kit.sections.forEach((part) => {
    if (part.max === 1) Object.assign(given, taken(part, content.answers, names, 1))
    else if (Array.isArray(content.answers[part.key])) {
      given[part.key] = content.answers[part.key].slice(0, part.max).map((one, at) => taken(part, one, names, at + 1))
    }
  })
  const sender = Object.fromEntries(Object.entries(isMap(content.sender) ? content.sender : {}).filter(([, value]) => typeof value === 'string'))
  return { client_id: content.client_id, given, sender, stale: content.questionnaire !== kit.version }
}
