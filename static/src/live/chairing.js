// Keys, moving by keyboard and dragging on the chair's screen, on top of buttons that work without them.

const typing = (target) => target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox]):not([type=radio])')

// A key presses what carries it as data-key; Space and Enter stay with what has the focus. `isBusy` says that an act is under way.
export function keys(isBusy) {
  document.querySelectorAll('[data-opens]').forEach((button) => {
    button.hidden = false
    const dialog = document.getElementById(button.dataset.opens)
    button.addEventListener('click', () => { dialog.showModal(); dialog.querySelector('h2').focus() })
  })
  document.addEventListener('keydown', (event) => {
    const { key, target } = event
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return
    if (key.length > 1 || typing(target) || document.querySelector('dialog[open]')) return
    if (key === ' ' && target.closest('button, a, summary, input')) return
    const thing = document.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]:not([hidden]):not(:disabled)`)
    if (!thing) return
    event.preventDefault()
    if (isBusy()) return
    if (thing.matches('summary')) {
      thing.parentElement.open = true
      thing.parentElement.querySelector('select, input:not([type=hidden])').focus()
    } else thing.click()
  })
}

// Alt and an arrow move the line in which the focus is, as its own buttons would.
export function moveLine(press) {
  document.addEventListener('keydown', (event) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    const line = event.target.closest('[data-speaker]')
    if (!line) return
    event.preventDefault()
    const [up, down] = line.querySelectorAll('button[value^="move_speaker:"]')
    const button = event.key === 'ArrowUp' ? up : down
    if (button && !button.disabled) press(button.value)
  })
}

// A line is dragged to another place among those of its kind.
export function drag(press) {
  let dragged = null
  const clear = () => document.querySelectorAll('.is-over-top, .is-over-end').forEach((one) => one.classList.remove('is-over-top', 'is-over-end'))
  const over = (event) => {
    const line = event.target.closest && event.target.closest('[data-speaker]')
    if (!dragged || !line || line === dragged || line.parentElement !== dragged.parentElement) return null
    const box = line.getBoundingClientRect()
    return { line, isEnd: event.clientY > box.top + box.height / 2 }
  }
  document.addEventListener('dragstart', (event) => {
    dragged = event.target.closest && event.target.closest('[data-speaker]')
    if (!dragged) return
    dragged.classList.add('is-dragged')
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', '')
  })
  document.addEventListener('dragover', (event) => {
    const place = over(event)
    clear()
    if (!place) return
    event.preventDefault()
    place.line.classList.add(place.isEnd ? 'is-over-end' : 'is-over-top')
  })
  document.addEventListener('drop', (event) => {
    const place = over(event)
    if (!place) return
    event.preventDefault()
    const before = place.isEnd ? place.line.nextElementSibling : place.line
    if (before !== dragged) press(`move_speaker:${dragged.dataset.speaker}:${before ? before.dataset.speaker : ''}`)
  })
  document.addEventListener('dragend', () => {
    if (dragged) dragged.classList.remove('is-dragged')
    dragged = null
    clear()
  })
}
