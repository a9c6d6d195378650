// Slow mode: after a message the buttons of its form say how many seconds are left, and wait. The server decides all the same.
export function slowness(form) {
  const seconds = Number(form.dataset.slow || 0)
  const line = form.querySelector('[data-f="slow"]')
  let until = 0
  let timer = 0

  const buttons = () => [...form.querySelectorAll('.actions button')]
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000)
    buttons().forEach((button) => {
      button.disabled = left > 0
      let count = button.querySelector('[data-f="left"]')
      if (left > 0 && !count) {
        count = document.createElement('span')
        count.dataset.f = 'left'
        button.append(' ', count)
      }
      if (count) count.textContent = left > 0 ? `(${left})` : ''
    })
    if (left > 0) timer = setTimeout(show, 250)
    else if (line) line.textContent = line.dataset.again
  }
  const wait = (milliseconds) => {
    if (milliseconds <= 0) return
    until = Date.now() + milliseconds
    if (line) line.textContent = line.dataset.wait.replace('{n}', Math.ceil(milliseconds / 1000)) // said once, not each second
    clearTimeout(timer)
    show()
  }
  return {
    sent: () => wait(seconds * 1000),
    refused: (answer) => { if (answer && answer.retry_after_ms) wait(answer.retry_after_ms) },
  }
}
