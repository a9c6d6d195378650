// What is shown, kept and refused of the answers, as `weigh` and `holds` of the server decide it.
import { isEmpty, read, Unfit } from './read.js'

const OTHER = 'other'
export const FILES = '\u0000files' // what follows the key of a question where its files stand beside the answers
const chosen = (value) => (value && typeof value === 'object' ? OTHER : value)
const decimal = (value) => (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) ? Number(value) : null)
const list = (value) => (Array.isArray(value) ? value : [value])

function same(value, wanted) {
  if (Array.isArray(value)) return value.length === list(wanted).length && list(wanted).every((one) => value.includes(one))
  if (typeof value === 'boolean' || typeof wanted === 'boolean') return value === wanted
  return value === wanted || (decimal(value) !== null && decimal(value) === decimal(wanted))
}

function contains(value, wanted) {
  if (Array.isArray(value)) return list(wanted).every((one) => value.includes(one))
  return typeof value === 'string' && list(wanted).every((one) => typeof one === 'string' && value.toLowerCase().includes(one.toLowerCase()))
}

function compared(name, value, wanted) {
  const [left, right] = [decimal(value), decimal(wanted)]
  if (left !== null && right !== null) return name === 'at_least' ? left >= right : left <= right
  if (typeof value !== 'string' || typeof wanted !== 'string' || left !== null || right !== null) return false
  return name === 'at_least' ? value >= wanted : value <= wanted
}

const TESTS = {
  answered: () => true,
  contains,
  equals: same,
  one_of: (value, wanted) => wanted.some((one) => (Array.isArray(value) ? contains(value, one) : same(value, one))),
  at_least: (value, wanted) => compared('at_least', value, wanted),
  at_most: (value, wanted) => compared('at_most', value, wanted),
}

function looked(type, answer, row) {
  if (type === 'matrix_single' || type === 'matrix_multiple' || type === 'budget') {
    return Object.entries(answer).filter(([key]) => !row || key === row).map(([, value]) => value)
  }
  if (type === 'ranking' && row) return answer.includes(row) ? [answer.indexOf(row) + 1] : []
  if (type === 'single_choice') return [chosen(answer)]
  return [type === 'multiple_choice' ? answer.map(chosen) : answer]
}

export function holds(rule, found) {
  if (!rule) return true
  if (rule.all) return rule.all.every((part) => holds(part, found))
  if (rule.any) return rule.any.some((part) => holds(part, found))
  if (rule.not) return !holds(rule.not, found)
  if (rule.is.startsWith('not_')) return !holds({ ...rule, is: rule.is.slice(4) }, found)
  return found(rule.question).some(([type, answer]) => looked(type, answer, rule.row).some((value) => TESTS[rule.is](value, rule.value)))
}

// given: {key: raw, group: [{key: raw}]}. Gives shown (`key.instance`), kept, problems, and what a file holds.
export function judge(data, given, complete) {
  const told = { shown: new Set(), parts: new Set(), kept: {}, problems: [], saved: {}, savedAt: {}, places: [] }
  const questions = {}
  const groupOf = {}
  data.sections.forEach((part) => part.questions.forEach((q) => {
    questions[q.key] = q
    if (part.max > 1) groupOf[q.key] = part.key
  }))
  let present = {}
  let group = null
  const found = (key) => {
    const q = questions[key]
    if (!q) return []
    const own = groupOf[key]
    const places = !own ? [told.kept] : own === group ? [present] : told.kept[own] || []
    return places.filter((one) => key in one).map((one) => [q.type, one[key]])
  }
  const refuse = (key, instance, unfit) => told.problems.push({ key, instance, row: unfit.row, code: unfit.code, facts: unfit.facts })
  const judgeFiles = (q, instance, chosen, kept, all) => {
    const most = q.settings.max_files || 1
    if (chosen.length > most) refuse(q.key, instance, new Unfit('too_many_files', null, { number: chosen.length, limit: most }))
    else if (chosen.some((one) => one.data)) kept[q.key] = chosen.map((one) => one.name)
    else if (all && q.required && !chosen.length) refuse(q.key, instance, new Unfit('required'))
  }
  const ask = (q, instance, raws, kept, saved, all) => {
    if (!holds(q.show_if, found)) return
    told.shown.add(`${q.key}.${instance}`)
    if (q.type === 'section_text') return
    const raw = q.type === 'file' ? raws[q.key + FILES] : raws[q.key]
    if (q.type === 'file') { judgeFiles(q, instance, raw || [], kept, all); return }
    try {
      const value = read(q, raw, all, data.limits)
      if (value !== undefined) kept[q.key] = saved[q.key] = value
    } catch (unfit) {
      if (!(unfit instanceof Unfit)) throw unfit
      refuse(q.key, instance, unfit)
      if (!isEmpty(raw)) saved[q.key] = raw
    }
  }
  for (const part of data.sections) {
    group = null
    present = {}
    if (!holds(part.show_if, found)) continue
    told.parts.add(part.key)
    if (part.max === 1) {
      part.questions.forEach((q) => ask(q, 1, given, told.kept, told.saved, complete))
      continue
    }
    const raws = given[part.key] || []
    const kept = []
    const saved = []
    group = part.key
    for (let number = 1; number <= Math.max(raws.length, part.min, 1); number += 1) {
      const one = raws[number - 1] || {}
      present = {}
      const written = {}
      const needed = number <= part.min || !isEmpty(one)
      part.questions.forEach((q) => ask(q, number, one, present, written, complete && needed))
      told.places.push([part.key, number, present])
      if (Object.keys(present).length) kept.push(present)
      const hasFiles = part.questions.some((q) => q.type === 'file' && !isEmpty(one[q.key + FILES]))
      if (Object.keys(written).length || hasFiles) told.savedAt[`${part.key}.${number}`] = saved.push(written)
    }
    if (kept.length) told.kept[part.key] = kept
    if (saved.length) told.saved[part.key] = saved
    const keys = [part.key, ...part.questions.map((q) => q.key)]
    if (complete && kept.length < part.min && !told.problems.some((one) => keys.includes(one.key))) {
      refuse(part.key, 1, new Unfit('too_few_groups', null, { limit: part.min }))
    }
  }
  return told
}
