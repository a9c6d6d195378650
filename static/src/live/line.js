// Lines of minutes that arrive: each is put where it belongs, changed, or taken away. Knows nothing of the connection.
// place: the element #lines; pages: where the page of a line begins. unknown(): for what cannot be placed without the page.
const words = () => document.getElementById('minutes-words')
const said = (name, key) => {
  const found = words() && key && [...words().content.querySelectorAll('[data-' + name + ']')].find((one) => one.dataset[name] === key)
  return found ? found.textContent : ''
}
export const itemWords = (id) => said('item', id)

export function lines(place, pages, unknown) {
  const columns = place.dataset.columns.trim().split(/\s+/)
  const notes = 'note' in place.dataset
  const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true)
  const at = (id) => place.querySelector('[data-line="' + CSS.escape(id) + '"]')

  const dress = (row, id, data) => {
    row.id = 'line-' + id
    row.dataset.line = id
    row.dataset.position = data.position
    row.dataset.version = data.version
    row.classList.toggle('line-aside', data.kind === 'scene' || data.kind === 'summary')
    row.classList.toggle('line-question', data.kind === 'question')
    row.querySelector('.line-text').textContent = data.text
    row.querySelector('.line-mark').href = notes ? pages + id + '/correct' : '#line-' + id
    let history = row.querySelector('.line-history')
    if (data.version > 1 && !history) {
      history = template('line-template').querySelector('.line-history')
      row.append(' ', history)
    }
    if (history) {
      history.hidden = data.version < 2
      history.href = pages + id
    }
  }
  const speakerOf = (data) => data.speaker || (data.identity === 'secretariat' ? words().dataset.withheld : '')
  const part = (item) => {
    const all = place.querySelectorAll(':scope > section')
    const last = all[all.length - 1]
    if (last && last.dataset.part === item) return last
    const made = template('part-template')
    const title = itemWords(item)
    made.dataset.part = item
    if (title) made.querySelector('.minutes-item').textContent = title
    else made.querySelector('.minutes-item').remove()
    place.append(made)
    return made
  }
  const group = (data) => {
    const list = part(data.item || '').querySelector('.minutes-said')
    const last = list.lastElementChild
    const who = speakerOf(data)
    const aside = (data.kind === 'scene' || data.kind === 'summary') && !who && !data.turn
    if (last && (aside || (last.dataset.turn === (data.turn || '') && last.dataset.who === who))) return last
    const made = template('group-template')
    made.dataset.turn = data.turn || ''
    made.dataset.item = data.item || ''
    made.dataset.who = who
    const by = made.querySelector('.said-by')
    if (who) {
      by.querySelector('bdi').textContent = who
      const of = data.organisation || said('category', data.category)
      if (of) by.querySelector('.said-of bdi').textContent = of
      else by.querySelector('.said-of').remove()
    } else by.remove()
    list.append(made)
    return made
  }
  const cell = (one, language) => one.querySelector('[data-language="' + CSS.escape(language) + '"]')
  const newest = (language) => {
    const rows = place.querySelectorAll('.cell[data-language="' + CSS.escape(language) + '"] .line')
    return rows[rows.length - 1]
  }
  // The group of an earlier turn, for a line that comes late; undefined where only the page knows the place.
  const earlier = (data) =>
    data.turn ? [...place.querySelectorAll('.said')].reverse().find((one) => one.dataset.turn === data.turn) : undefined
  const put = (id, data) => {
    const last = newest(data.language)
    const late = last && Number(last.dataset.position) > data.position
    const home = late || (columns.length > 1 && earlier(data)) ? earlier(data) : group(data)
    if (!home) { unknown(); return }
    const row = template('line-template')
    dress(row, id, data)
    const there = cell(home, data.language)
    const next = [...there.children].find((one) => Number(one.dataset.position) > data.position)
    there.insertBefore(row, next || null)
    row.classList.add('is-new')
    setTimeout(() => row.classList.remove('is-new'), 2500)
  }
  const drop = (row) => {
    const home = row.closest('.said')
    row.remove()
    if (!home.querySelector('.line')) home.remove()
  }
  // data is that of the wire; a line whose speaker changed is shown by the page alone.
  const apply = (id, data) => {
    const row = at(id)
    if (!data || data.state !== 'written') { if (row) drop(row); return }
    if (item(data.item)) { unknown(); return }
    if (!columns.includes(data.language)) return
    if (!row) { put(id, data); return }
    if (Number(row.dataset.version) >= data.version) return
    const home = row.closest('.said')
    if (home.dataset.turn !== (data.turn || '') || home.dataset.who !== speakerOf(data)) {
      if (data.turn || speakerOf(data)) { unknown(); return }
    }
    dress(row, id, data)
  }
  const item = (id) => id && !itemWords(id) // not on the agenda when the page was made
  return { apply, at, newest }
}
