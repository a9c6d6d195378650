// Counts words down under a text with data-words, as the server does: what stands between spaces and holds a
// letter or a digit is a word; each Chinese or Japanese character counts by itself.
(() => {
  const signs = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]/gu
  const count = (text) =>
    (text.match(signs) || []).length +
    text.replace(signs, ' ').split(/\s+/).filter((w) => /[\p{L}\p{N}]/u.test(w)).length
  const show = (box) => {
    const line = document.getElementById(box.id + '-count')
    if (!line) return
    const left = box.dataset.words - count(box.value)
    const span = line.firstElementChild
    span.className = left < 0 ? 'is-over' : ''
    span.textContent = (left < 0 ? line.dataset.over : line.dataset.left)
      .replace('{n}', new Intl.NumberFormat(document.documentElement.lang + '-u-nu-latn').format(Math.abs(left)))
  }
  document.addEventListener('input', (event) => { if (event.target.dataset.words) show(event.target) }) // also of texts that come later
  document.querySelectorAll('[data-words]').forEach(show)
})()
