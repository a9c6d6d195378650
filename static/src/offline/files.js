// The file in which answers are kept: the shape that the server takes, with everything needed to go on here.
import { sizeOf } from './chosen.js'
import { FILES } from './judge.js'
import { sentFields } from './sender.js'

const FORMAT = 1
const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value)

// [place, files] of each question for files; instances of groups are counted as they stand in what is saved.
function chosen(kit, given, told) {
  const found = []
  const of = (part, one, number) => part.questions.forEach((q) => {
    const files = q.type === 'file' ? one[q.key + FILES] || [] : []
    if (files.length && told.shown.has(`${q.key}.${number}`)) found.push([part.max > 1 ? `${q.key}.${told.savedAt[`${part.key}.${number}`]}` : q.key, files])
  })
  kit.sections.forEach((part) => {
    if (part.max === 1) of(part, given, 1)
    else (given[part.key] || []).forEach((one, at) => of(part, one, at + 1))
  })
  return found
}

// Files stand beside the answers; of those that are too large to travel only the names.
function apart(places, keep, as) {
  return Object.fromEntries(places.map(([place, files]) => [place, files.filter(keep).map(as)]).filter(([, files]) => files.length))
}

export function saveFile(kit, file, told) {
  const places = chosen(kit, file.given, told)
  const content = {
    format: FORMAT, consultation: kit.slug, questionnaire: kit.version, language: kit.lang, client_id: file.client_id,
    sender: sentFields(file.sender), answers: told.saved,
    to_attach: apart(places, (one) => !one.data, (one) => one.name),
    files: apart(places, (one) => one.data, ({ name, data }) => ({ name, data })),
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

// The files of one question, those with content first.
function files(place, names, contents) {
  const whole = Array.isArray(contents[place]) ? contents[place].filter((one) => isMap(one) && typeof one.name === 'string' && typeof one.data === 'string') : []
  const later = Array.isArray(names[place]) ? names[place].map((name) => ({ name: String(name) })) : []
  return [...whole.map(({ name, data }) => ({ name, data, size: sizeOf(data) })), ...later]
}

function taken(part, answers, names, contents, instance) {
  const found = {}
  part.questions.forEach((q) => {
    const value = isMap(answers) && q.type !== 'file' ? fit(q, answers[q.key]) : undefined
    if (value !== undefined) found[q.key] = value
    const kept = q.type === 'file' ? files(part.max > 1 ? `${q.key}.${instance}` : q.key, names, contents) : []
    if (kept.length) found[q.key + FILES] = kept
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
  const contents = isMap(content.files) ? content.files : {}
  const given = {}
  kit.sections.forEach((part) => {
    if (part.max === 1) Object.assign(given, taken(part, content.answers, names, contents, 1))
    else if (Array.isArray(content.answers[part.key])) {
      given[part.key] = content.answers[part.key].slice(0, part.max).map((one, at) => taken(part, one, names, contents, at + 1))
    }
  })
  const sender = Object.fromEntries(Object.entries(isMap(content.sender) ? content.sender : {}).filter(([, value]) => typeof value === 'string'))
  return { client_id: content.client_id, given, sender, stale: content.questionnaire !== kit.version }
}
