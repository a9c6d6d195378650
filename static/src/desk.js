// Keys of the desk, on top of links and buttons that work without them. In a list marked data-keys: j and k move the mark,
// x ticks. Any other key presses what carries it as data-key; a field that carries one is focused. An act that needs a reason
// asks for its number first. Nothing happens while typing, with a modifier, in a dialog, or with data-keys="off".
(() => {
  const list = document.querySelector('[data-keys]')
  const rows = list ? [...list.querySelectorAll('tbody tr')] : []
  const on = !list || list.dataset.keys !== 'off'
  const input = document.getElementById('input')
  let at = rows.findIndex((row) => row.classList.contains('is-current'))
  let isBusy = false // something was sent: what is pressed now is meant for the page that comes

  const mark = (to) => {
    if (!rows[to]) return
    if (rows[at]) { rows[at].classList.remove('is-current'); rows[at].removeAttribute('aria-current') }
    at = to
    rows[at].classList.add('is-current')
    rows[at].setAttribute('aria-current', 'true')
    rows[at].querySelector('a')?.focus()
  }

  const all = document.querySelector('[data-all]')
  if (all) {
    all.closest('[hidden]')?.removeAttribute('hidden')
    all.addEventListener('change', () => all.closest('table').querySelectorAll('tbody [type=checkbox]').forEach((tick) => { tick.checked = all.checked }))
  }

  // The reason of an act: its number, a note, Enter; Escape leaves it.
  const form = document.getElementById('decide')
  const reasons = form ? [...form.querySelectorAll('[name=reason]')] : []
  const hint = document.getElementById('reason-keys')
  let asking = null
  if (on) {
    reasons.forEach((one, place) => {
      const number = document.createElement('kbd')
      number.textContent = place + 1
      number.setAttribute('aria-hidden', 'true')
      one.nextElementSibling.append(' ', number)
    })
  }
  const ask = (button) => {
    asking = button
    hint.textContent = hint.dataset.words.replace('{}', button.firstChild.textContent.trim())
    reasons[0].focus()
  }
  const stop = () => {
    asking = null
    hint.textContent = ''
    input.focus()
  }
  const answer = (event) => {
    const chosen = event.key >= '1' && event.key <= '9' && !event.target.matches('textarea') && reasons[event.key - 1]
    if (chosen) { chosen.checked = true; chosen.focus() }
    else if (event.key === 'Escape') stop()
    else if (event.key === 'Enter' && !event.shiftKey && !event.target.matches('button, a, summary')) asking.click()
    else return false
    return true
  }

  const press = (thing) => {
    if (thing.matches('input, select, textarea')) return thing.focus()
    if (thing.matches('summary')) {
      const details = thing.parentElement
      details.open = !details.open
      return (details.open && details.querySelector('textarea, input:not([type=hidden])') || thing).focus()
    }
    if (thing.matches('[data-needs-reason]') && !reasons.some((one) => one.checked)) return ask(thing)
    thing.click()
  }
  const redact = () => {
    const part = document.getElementById('redact')
    if (!part) return false
    if (part.matches('details')) part.open = true
    const target = part.matches('details') ? part.querySelector('summary') : part
    if (target.tabIndex < 0) target.tabIndex = -1
    target.focus()
    return true
  }

  // Who opens an input takes it for some minutes, and keeps it while they are at it.
  let isActive = false
  const hold = async (how) => {
    const here = document.getElementById('holding')
    const token = document.querySelector('[name=csrf_token]')
    if (!here || !token) return
    const body = new URLSearchParams({ how, quiet: '1', csrf_token: token.value })
    const answer = await fetch(here.dataset.hold, { method: 'POST', body, keepalive: true }).catch(() => null)
    if (!answer?.ok) return
    const made = document.createElement('template')
    made.innerHTML = await answer.text()
    const present = document.getElementById('holding')
    const hadFocus = present.contains(document.activeElement)
    present.replaceWith(made.content)
    if (hadFocus) input?.focus()
  }
  if (document.querySelector('#holding[data-free]') && document.visibilityState === 'visible') hold('take')
  setInterval(() => {
    if (isActive && document.visibilityState === 'visible' && document.querySelector('#holding [value=give_back]')) hold('take')
    isActive = false
  }, 240000)
  document.addEventListener('submit', (event) => {
    if (event.submitter?.closest('#holding')) {
      event.preventDefault()
      hold(event.submitter.value)
    } else if (event.target.method === 'post') isBusy = true
  })
  window.addEventListener('pageshow', () => { isBusy = false })

  document.querySelectorAll('[data-opens]').forEach((button) => {
    button.hidden = false
    const dialog = document.getElementById(button.dataset.opens)
    button.addEventListener('click', () => { dialog.showModal(); dialog.querySelector('h2').focus() })
  })

  const again = document.querySelector('[data-again]') // work that goes on: look again by itself
  if (again) setTimeout(() => location.reload(), 1000 * again.dataset.again)

  if (input && !document.querySelector('.error-summary')) input.focus()
  else if (list && !input && location.hash !== '#main') document.getElementById('queue')?.focus({ preventScroll: true })

  document.addEventListener('keydown', (event) => {
    const { key, target } = event
    isActive = true
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector('dialog[open]')) return
    if (isBusy) return event.preventDefault()
    if (asking && answer(event)) return event.preventDefault()
    if (key.length > 1 || target.isContentEditable) return
    if (target.matches('textarea, select, input:not([type=checkbox]):not([type=radio])')) return
    const thing = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([hidden])`)
    const veil = rows[at]?.querySelector('.veil > summary')
    if (thing) press(thing)
    else if (key === 'j' && rows.length) mark(at + 1)
    else if (key === 'k' && rows.length) mark(at - 1)
    else if (key === 'x' && rows[at]) rows[at].querySelector('[type=checkbox]')?.click()
    else if (key === 'v' && veil) press(veil)
    else if (key !== 'r' || !redact()) return
    event.preventDefault()
  })
})()
