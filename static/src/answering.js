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

  // Questions come and go with the answers on which they hang, as the server says with each save. Their fields stay on the
  // page, so that what was typed in them is there again when they come back; `asked` tells the server which ones count.
  const deciding = (form.dataset.decides || '').split(' ').filter(Boolean)
  const DECIDED_MS = 250
  const decides = (name) => deciding.some((key) => name === `q_${key}` || name.startsWith(`q_${key}.`))
  const fieldOf = (name) => form.querySelector(`[data-q="${name}"]`)

  const settle = (told) => {
    if (told.asked === undefined) return
    const wanted = told.asked.split(' ')
    let before = null
    wanted.forEach((name) => {
      let field = fieldOf(name)
      if (!field && told.fields[name]) {
        const made = document.createElement('template')
        made.innerHTML = told.fields[name]
        field = made.content.firstElementChild
        if (before) before.after(field)
        else form.querySelector('[data-q]').before(field)
      }
      if (!field) return
      field.hidden = false
      before = field
    })
    form.querySelectorAll('[data-q]').forEach((field) => { if (!wanted.includes(field.dataset.q)) field.hidden = true })
    form.elements.asked.value = told.asked
  }

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
        settle(told)
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

  form.addEventListener('input', (event) => {
    clearTimeout(timer)
    timer = setTimeout(start, decides(event.target.name || '') ? DECIDED_MS : PAUSE_MS)
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
