// Withholding words: what is selected in a passage is put between ⟦ and ⟧, as it could be typed. Without this the page works the same.
(() => {
  const form = document.querySelector('[data-redact]')
  if (!form) return
  const open = '⟦', close = '⟧'
  form.querySelectorAll('[data-with-script]').forEach((part) => part.removeAttribute('hidden'))

  // What is inside of a mark needs no other; spaces at the ends of a selection are not words.
  const trimmed = (text, start, end) => {
    while (start < end && /\s/.test(text[start])) start += 1
    while (end > start && /\s/.test(text[end - 1])) end -= 1
    return [start, end]
  }
  const isInside = (text, at) => text.lastIndexOf(open, at - 1) > text.lastIndexOf(close, at - 1)

  form.querySelectorAll('[data-passage]').forEach((passage) => {
    const words = passage.querySelector('textarea')
    if (!words) return
    passage.querySelector('[data-withhold]').addEventListener('click', () => {
      let [start, end] = trimmed(words.value, words.selectionStart, words.selectionEnd)
      const text = words.value
      if (start === end || (isInside(text, start) && isInside(text, end))) { words.focus(); return }
      const inner = text.slice(start, end).replaceAll(open, '').replaceAll(close, '')
      const before = isInside(text, start) ? '' : open
      const after = isInside(text, end) ? '' : close
      words.setRangeText(before + inner + after, start, end, 'end')
      words.focus()
      words.dispatchEvent(new Event('input', { bubbles: true }))
    })
    passage.querySelector('[data-unmark]').addEventListener('click', () => {
      words.value = words.value.replaceAll(open, '').replaceAll(close, '')
      words.focus()
      words.dispatchEvent(new Event('input', { bubbles: true }))
    })
  })
})()
