// The desk's editors of questionnaires, on top of forms that work without it: whoever leaves a form with words that were not
// saved is asked first, in the browser's own words.
(() => {
  const form = document.querySelector('form.form[method=post]')
  if (!form) return
  let changed = false
  form.addEventListener('input', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
})()
