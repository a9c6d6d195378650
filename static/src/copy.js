// Copies a citation with one click. A button with data-copy is hidden until this runs; what it copies can be selected elsewhere
// without it. data-done says that it was done, in the button itself, for some seconds.
(() => {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll('[data-copy]')) {
    const words = button.firstChild
    const before = words.data
    button.hidden = false
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(button.dataset.copy).then(() => {
        words.data = button.dataset.done
        button.setAttribute('aria-live', 'polite')
        setTimeout(() => { words.data = before }, 4000)
      }, () => {})
    })
  }
})()
