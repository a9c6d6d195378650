// Typing @ and letters in a message offers the members of the room who can be told; choosing one ticks the box below. The names
// are those that the page already shows: nothing is asked of the server.
const MOST = 8

export function pick(place) {
  const form = place.closest('form')
  const text = form.elements.body
  const boxes = [...place.querySelectorAll('input[type=checkbox]')]
  const known = boxes.map((box) => ({ box, name: place.querySelector(`label[for="${CSS.escape(box.id)}"]`).textContent.trim() }))
  const list = document.createElement('ul')
  list.className = 'choices-found'
  list.id = 'members-found'
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.querySelector('#told legend').firstChild.textContent.trim())
  list.hidden = true
  text.after(list)
  text.setAttribute('aria-controls', list.id)
  text.setAttribute('aria-autocomplete', 'list')
  let at = -1
  let chosen = 0

  const close = () => { list.hidden = true; at = -1; text.removeAttribute('aria-activedescendant') }
  const select = (number) => {
    chosen = (number + list.children.length) % list.children.length
    ;[...list.children].forEach((one, index) => one.setAttribute('aria-selected', String(index === chosen)))
    text.setAttribute('aria-activedescendant', list.children[chosen].id)
    list.children[chosen].scrollIntoView({ block: 'nearest' })
  }
  const take = (number) => {
    const one = found[number]
    const end = text.selectionStart
    text.setRangeText(`@${one.name} `, at, end, 'end')
    one.box.checked = true
    place.closest('details').open = true
    close()
    text.focus()
    text.dispatchEvent(new Event('input'))
  }
  let found = []
  const look = () => {
    const before = text.value.slice(0, text.selectionStart)
    const match = /(?:^|\s)@([^\s@]{0,40}(?: [^\s@]{1,40})?)$/u.exec(before)
    if (!match) { close(); return }
    const typed = match[1].toLocaleLowerCase()
    found = known.filter(({ name }) => name.toLocaleLowerCase().split(/\s+/).some((word) => word.startsWith(typed)) || name.toLocaleLowerCase().startsWith(typed)).slice(0, MOST)
    if (!found.length) { close(); return }
    at = before.length - match[1].length - 1
    list.replaceChildren(...found.map(({ name }, index) => {
      const one = document.createElement('li')
      one.id = 'member-found-' + index
      one.setAttribute('role', 'option')
      one.textContent = name
      one.addEventListener('mousedown', (event) => { event.preventDefault(); take(index) })
      return one
    }))
    list.hidden = false
    select(0)
  }
  text.addEventListener('input', look)
  text.addEventListener('blur', close)
  text.addEventListener('keydown', (event) => {
    if (list.hidden) return
    const act = { ArrowDown: () => select(chosen + 1), ArrowUp: () => select(chosen - 1), Enter: () => take(chosen), Tab: () => take(chosen), Escape: close }[event.key]
    if (act) { event.preventDefault(); act() }
  })
}
