// The newest lines of the minutes on the live page, in the one language that is shown there.
export function captions(place) {
  const most = Number(place.dataset.most) || 5
  const at = (id) => [...place.children].find((one) => one.dataset.line === id)
  const write = (row, data) => {
    const who = data.speaker || (data.identity === 'secretariat' ? place.dataset.withheld : '')
    const words = document.createElement('span')
    words.textContent = data.text
    const name = document.createElement('b')
    const bare = document.createElement('bdi')
    bare.textContent = who
    name.append(bare)
    row.replaceChildren(...(who ? [name, ' ', words] : [words]))
    row.className = data.kind === 'scene' || data.kind === 'summary' ? 'line-aside' : ''
    row.dataset.position = data.position
  }
  // An event of the stream; gives whether it was one of a line.
  const apply = (event) => {
    if (!event.kind.startsWith('line.')) return false
    const { data, ref } = event
    const row = at(ref)
    if (!data || data.state !== 'written') row?.remove()
    else if (row) write(row, data)
    else if (!place.dataset.language || data.language === place.dataset.language) {
      if (!place.dataset.language) {
        place.dataset.language = data.language
        place.lang = data.language
        place.dir = ['ar', 'he', 'fa', 'ur'].includes(data.language) ? 'rtl' : 'ltr'
        place.parentElement.querySelector('[data-captions-nothing]')?.remove()
      }
      const made = document.createElement('p')
      made.dataset.line = ref
      write(made, data)
      const next = [...place.children].find((one) => Number(one.dataset.position) > data.position)
      place.insertBefore(made, next || null)
      while (place.children.length > most) place.firstElementChild.remove()
    }
    return true
  }
  return { apply }
}
