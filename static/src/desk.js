// Keys of the desk, on top of links and buttons that work without them. In a list marked data-keys: j and k move
// the mark, x ticks. Any other key presses what carries it as data-key, in the marked row first ("a" approve, "d" decline);
// a field that carries one is focused. Nothing happens while typing, with a modifier, or when the reader has turned keys off.
(() => {
  const list = document.querySelector('[data-keys]')
  const rows = list ? [...list.querySelectorAll('tbody tr')] : []
  let at = rows.findIndex((row) => row.classList.contains('is-current'))
  const go = (to) => {
    if (!rows[to]) return
    if (rows[at]) { rows[at].classList.remove('is-current'); rows[at].removeAttribute('aria-current') }
    at = to
    rows[at].classList.add('is-current')
    rows[at].setAttribute('aria-current', 'true')
    const link = rows[at].querySelector('a')
    if (link) link.focus()
  }

  const memory = { get: () => { try { return localStorage.keys } catch { return '' } }, set: (v) => { try { localStorage.keys = v } catch { /* private window */ } } }
  let on = memory.get() !== 'off'
  const box = document.getElementById('keys-on')
  if (box) {
    box.closest('[hidden]')?.removeAttribute('hidden')
    box.checked = on
    box.addEventListener('change', () => memory.set((on = box.checked) ? 'on' : 'off'))
  }

  const all = document.querySelector('[data-all]')
  if (all) {
    all.closest('[hidden]')?.removeAttribute('hidden')
    all.addEventListener('change', () => all.closest('table').querySelectorAll('tbody [type=checkbox]').forEach((tick) => { tick.checked = all.checked }))
  }

  document.addEventListener('keydown', (event) => {
    const { key, target } = event
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || key.length > 1) return
    if (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox]):not([type=radio])')) return
    const find = (place) => place && place.querySelector(`[data-key="${CSS.escape(key)}"]`)
    const thing = find(rows[at]) || find(document)
    if (thing) thing.matches('input, select, textarea') ? thing.focus() : thing.click()
    else if (key === 'j' && rows.length) go(at + 1)
    else if (key === 'k' && rows.length) go(at - 1)
    else if (key === 'x' && rows[at]) rows[at].querySelector('[type=checkbox]')?.click()
    else return
    event.preventDefault()
  })
})()
