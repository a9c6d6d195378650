// Saves a page of questions while somebody writes. The server answers in words; what it refuses is left as it is on the
// page, and the form with its buttons works as without this script.
(() => {
  const form = document.querySelector('form[data-keeps]')
  const line = document.getElementById('saved')
  if (!form || !line || !form.requestSubmit) return
  const PAUSE_MS = 1500
  let timer = 0
  let going = null
  let again = false
  let stopped = false

  const say = (words) => { if (line.textContent !== words) line.textContent = words }

  const sent = () => {
    const values = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') values.append(name, value)
    return values
  }

  const save = async () => {
    say(form.dataset.saving)
    try {
      const answer = await fetch(form.action, { method: 'POST', body: sent(), headers: { Accept: 'application/json' } })
      const told = await answer.json()
      say(told.message)
      if (told.ok) {
        form.elements.seen.value = told.seen
        form.elements.draft.value = told.draft
      } else if (told.code !== 'unavailable' && told.code !== 'rate_limited') {
        stopped = true // another window was quicker, or it has closed: the buttons show more
        line.className = 'notice notice-warn'
      }
    } catch (error) {
      say(form.dataset.unsaved)
    }
  }

  const start = () => {
    clearTimeout(timer)
    timer = 0
    if (stopped) return
    if (going) { again = true; return }
    going = save().then(() => {
      going = null
      if (again) { again = false; start() }
    })
  }

  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(start, PAUSE_MS)
  })
  document.addEventListener('visibilitychange', () => { if (document.hidden && timer) start() })
  // A button waits for a save that is under way, so that the older text never arrives last.
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    timer = 0
    again = false
    stopped = true // the page goes away with this press, and may save nothing after it
    if (!going) return
    event.preventDefault()
    const button = event.submitter
    going.then(() => form.requestSubmit(button))
  })
})()
