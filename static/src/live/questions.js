// Live questions on the page: what is asked appears at the end, what the chair made of it is told, support goes over the socket.
// They are put in the order of their support when the page is loaded, so that nothing jumps under a finger.
const PATIENCE = 10000

export function makeQuestions(section) {
  const list = section.querySelector('[data-f="list"]')
  const template = section.querySelector('template')
  const handlings = JSON.parse(section.dataset.handlings)
  const labels = JSON.parse(section.dataset.words)
  const categories = JSON.parse(section.dataset.categories)
  const { lang, target } = { lang: document.documentElement.lang, target: document.body.dataset.target }
  const number = (value) => new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang + '-u-nu-latn').format(value)
  const marks = new Map()
  let socket = null

  const find = (ref) => list.querySelector(`[data-question="${CSS.escape(ref)}"]`)
  const pendingOf = (key) => list.querySelector(`[data-key-of="${CSS.escape(key)}"]`)
  const blank = () => template.content.firstElementChild.cloneNode(true)

  const write = (line, data) => {
    const text = line.querySelector('.comment-body')
    const said = line.querySelector('.moderated')
    const shown = data.text !== undefined && data.text !== null
    text.hidden = !shown
    text.textContent = shown ? data.text : ''
    if (data.language) text.lang = data.language
    said.hidden = shown
    said.textContent = shown ? '' : labels.state[data.state] || labels.confidential
    const who = line.querySelector('[data-f="who"]')
    const name = data.name || labels.who[data.identity || 'public']
    who.textContent = shown ? [name, data.category && categories[data.category]].filter(Boolean).join(' · ') : ''
  }
  const support = (line, count, mine) => {
    const button = line.querySelector('button')
    line.querySelector('.question-support b').textContent = number(count)
    if (!button || mine === undefined) return
    button.setAttribute('aria-pressed', String(mine))
    button.value = mine ? 'no' : 'yes'
  }
  const mark = (ref, state) => {
    const line = find(ref)
    if (!line) return
    const pill = line.querySelector('[data-f="handling"]')
    pill.textContent = handlings[state]
    pill.hidden = state === 'waiting'
    pill.className = 'pill' + ({ taken_up: ' pill-accent', answered: ' pill-open' }[state] || ' pill-plain')
    const button = line.querySelector('button')
    if (button) button.disabled = state === 'answered' || state === 'dismissed'
  }
  const show = (ref, data) => {
    if (!data || !data.state) return
    const old = find(ref)
    if (!old && (data.state !== 'published' || data.text === null || (target && data.target !== target))) return
    const line = blank()
    line.id = line.dataset.question = ref
    line.querySelector('.symbol').textContent = ref
    line.querySelector('form').action = section.dataset.url + ref + '/support'
    line.querySelector('.visually-hidden').textContent = ` ${section.dataset.support} ${ref}`
    write(line, data)
    const pressed = old && old.querySelector('button')?.getAttribute('aria-pressed') === 'true'
    support(line, data.agrees || 0, pressed || false)
    if (data.state !== 'published') line.querySelector('form').hidden = true
    if (old) old.replaceWith(line)
    else list.append(line)
    if (marks.has(ref)) mark(ref, marks.get(ref))
    section.hidden = false
  }

  list.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-support-form]')
    if (!form || !socket || !socket.connected) return
    event.preventDefault()
    const line = form.closest('[data-question]')
    const button = form.querySelector('button')
    const supports = button.value === 'yes'
    const given = { stream: document.body.dataset.stream, ref: line.dataset.question, supports }
    socket.timeout(PATIENCE).emit('question.support', given, (error, answer) => {
      if (error) HTMLFormElement.prototype.submit.call(form)
      else if (answer.ok) support(line, answer.agrees, supports)
      else button.title = answer.message
    })
  })

  return {
    apply: (event) => {
      if (event.kind.startsWith('question.')) show(event.ref, event.data)
      else if (event.kind.startsWith('handling.') && event.data.question) {
        marks.set(event.data.question, event.data.state)
        mark(event.data.question, event.data.state)
      }
    },
    reset(snapshot) {
      for (const one of [...snapshot].reverse()) if (one.kind.startsWith('handling.')) this.apply(one)
      for (const one of [...snapshot].reverse()) if (one.kind.startsWith('question.')) show(one.ref, one.data)
    },
    connected: (made) => { socket = made },
    // What this window has asked and nobody else sees yet.
    showWaiting(item, words) {
      const line = pendingOf(item.client_id) || list.appendChild(blank())
      line.dataset.keyOf = item.client_id
      line.classList.add('is-pending', 'is-unsent')
      write(line, { text: item.body, language: item.language, name: item.identity === 'none' ? '' : item.name, identity: item.identity || 'none', state: 'published' })
      line.querySelector('form').hidden = true
      const said = line.querySelector('.moderated')
      said.hidden = false
      said.textContent = words || section.dataset.unsent
      section.hidden = false
    },
    showSent(item, answer) {
      const line = pendingOf(item.client_id)
      if (!line) return
      if (answer.state !== 'pending') { line.remove(); return } // it comes by itself
      line.classList.remove('is-unsent')
      line.querySelector('.moderated').textContent = labels.state.pending
    },
    showRefused(item, words) {
      const line = pendingOf(item.client_id)
      if (line) line.querySelector('.moderated').textContent = words
    },
    remove(item) { pendingOf(item.client_id)?.remove() },
  }
}
