// Files that are chosen for a question: read here, kept as text beside the answers, and listed with their sizes.
import { FILES } from './judge.js'
import { h } from './page.js'

const format = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? places[name] : whole))

// The size in bytes of what base64 stands for.
export const sizeOf = (data) => Math.floor((data.length * 3) / 4) - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0)

export function sizeWords(kit, size) {
  const [unit, by] = size < 100000 ? ['kb', 1000] : ['mb', 1000000]
  const number = Math.max(size / by, 0.1)
  const words = format(kit.words[unit], { n: kit.number(Number(number.toFixed(number < 10 ? 1 : 0))) })
  return `\u2066${words}\u2069` // also from right to left the number stands before its unit
}

const inPlaces = (given) => Object.entries(given).flatMap(([key, value]) => {
  if (key.endsWith(FILES)) return value
  return Array.isArray(value) ? value.filter((one) => one && typeof one === 'object').flatMap(inPlaces) : []
})

// All bytes of files in the whole form.
export const sum = (given) => inPlaces(given).reduce((total, one) => total + (one.data ? one.size : 0), 0)

const read = (file) => new Promise((done, failed) => {
  const reader = new FileReader()
  reader.addEventListener('load', () => done(reader.result.slice(reader.result.indexOf(',') + 1)))
  reader.addEventListener('error', () => failed(reader.error))
  reader.readAsDataURL(file)
})

export function chosenFiles(q, id, store, kit, changed) {
  const most = q.settings.max_files || 1
  const key = q.key + FILES
  const list = h('ul', { class: 'kit-files', id: id + '-list' })
  const told = h('p', { class: 'hint', role: 'status', id: id + '-told' })
  const box = h('input', { class: 'input', type: 'file', id, multiple: most > 1, accept: kit.limits.files.accept, 'aria-describedby': `${id}-files ${id}-told` })
  const tell = (words) => { told.textContent = words }

  const line = (one, at) => {
    const size = one.data ? sizeWords(kit, one.size) : kit.words.files_add_later
    const button = h('button', { type: 'button', class: 'btn btn-sm', 'aria-label': format(kit.words.files_remove, { name: `\u2068${one.name}\u2069` }) }, kit.words.remove)
    button.addEventListener('click', () => { store[key].splice(at, 1); changed(); show(); box.focus() })
    return h('li', {}, h('bdi', {}, one.name), ' ', h('span', { class: 'muted' }, size), ' ', button)
  }
  const show = () => {
    const held = store[key] || []
    list.replaceChildren(...held.map(line))
    list.hidden = !held.length
    tell(held.length ? format(kit.words.files_size, { size: sizeWords(kit, sum(kit.given())) }) : kit.words.files_none)
  }
  const add = async (file) => {
    const held = store[key] = store[key] || []
    if (!file.size) return format(kit.words.files_unread, { name: file.name })
    if (sum(kit.given()) + file.size > kit.limits.files.bytes) {
      held.push({ name: file.name })
      return format(kit.words.files_later, { name: file.name })
    }
    try {
      held.push({ name: file.name, size: file.size, data: await read(file) })
    } catch {
      return format(kit.words.files_unread, { name: file.name })
    }
    return ''
  }
  box.addEventListener('change', async () => {
    const said = []
    for (const file of [...box.files]) said.push(await add(file))
    box.value = ''
    changed()
    show()
    const refused = said.filter(Boolean)
    if (refused.length) tell(refused.join(' '))
  })
  show()
  const limit = format(kit.words.files_limit, { n: kit.number(most) })
  return [h('p', { class: 'hint', id: id + '-files' }, `${limit} ${kit.words.files_taken}`), box, list, told]
}
