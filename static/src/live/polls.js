// Polls on the live page: what is opened appears, what is closed shows its result, and a vote goes over the socket.
// Without this script the page works by reloading. Texts of people go in as text, never as markup.
const PATIENCE = 10000
const KINDS = ['poll.opened', 'poll.closed', 'poll.withdrawn']

export function makePolls(section, server) {
  const { lang } = document.documentElement
  const labels = JSON.parse(section.dataset.labels)
  const list = section.querySelector('[data-f="cards"]')
  const pattern = (name) => section.querySelector(`template[data-f="${name}"]`).content.firstElementChild.cloneNode(true)
  const number = (value) => new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang + '-u-nu-latn').format(value)
  let socket = null

  const find = (ref) => list.querySelector(`[data-poll="${CSS.escape(ref)}"]`)
  const words = (place, texts) => {
    const code = [lang, section.dataset.language].find((one) => texts && one in texts) || Object.keys(texts || {})[0]
    place.textContent = code ? texts[code] : ''
    if (code && code !== lang) { place.lang = code; place.dir = 'auto' }
  }
  const line = (text, kind) => {
    const made = document.createElement('p')
    made.textContent = text
    if (kind) made.className = kind
    return made
  }
  const state = (card, phase) => {
    const pill = card.querySelector('.pill')
    pill.textContent = labels.phases[phase]
    pill.className = 'pill' + ({ open: ' pill-open', over: ' pill-soon' }[phase] || '')
    if (phase !== 'open') card.querySelector('[data-f="left"]').textContent = ''
  }
  const say = (card, ...nodes) => card.querySelector('[data-f="body"]').replaceChildren(...nodes)

  const result = (data) => {
    if (data.withheld) return line(labels.withheld, 'notice')
    const table = pattern('result')
    const row = table.querySelector('tbody tr')
    const most = Math.max(1, ...Object.values(data.result))
    row.replaceWith(...data.choices.map((key) => {
      const one = row.cloneNode(true)
      const votes = data.result[key] || 0
      words(one.querySelector('th'), data.texts['choice.' + key])
      one.querySelector('.bar-fill').setAttribute('width', (100 * votes / most).toFixed(1) + '%')
      const share = data.voters ? Math.round(100 * votes / data.voters) : 0
      one.querySelector('.num').textContent = labels.share.replace('{n}', number(votes)).replace('{percent}', share)
      return one
    }))
    return table
  }

  const ballot = (ref, data) => {
    const form = pattern('ballot')
    form.action = section.dataset.url + ref
    const most = form.querySelector('[data-f="most"]')
    if (data.most > 1) most.textContent = labels.most.replace('{n}', number(data.most))
    else most.remove()
    form.querySelector('fieldset').setAttribute('aria-labelledby', `poll-${ref}-h`)
    form.querySelector('[data-f="promise"]').textContent = labels.promises[data.rule]
    const one = form.querySelector('.choice')
    one.replaceWith(...data.choices.map((key) => {
      const choice = one.cloneNode(true)
      const input = choice.querySelector('input')
      input.type = data.most > 1 ? 'checkbox' : 'radio'
      input.value = key
      input.id = choice.querySelector('label').htmlFor = `poll-${ref}-${key}`
      words(choice.querySelector('label'), data.texts['choice.' + key])
      return choice
    }))
    return form
  }

  const build = (ref, data) => {
    const card = pattern('card')
    card.id = 'poll-' + ref
    card.dataset.poll = ref
    card.dataset.rule = data.rule
    const title = card.querySelector('[data-f="question"]')
    title.id = `poll-${ref}-h`
    card.setAttribute('aria-labelledby', title.id)
    words(title, data.texts.question)
    card.querySelector('[data-f="rule"]').textContent = labels.rules[data.rule]
    card.querySelector('[data-f="electorate"]').textContent = labels.electorates[data.electorate]
    return card
  }

  const show = (ref, data) => {
    if (!data || !data.state) return
    let card = find(ref)
    if (!card) {
      card = build(ref, data)
      list.prepend(card)
    }
    if (data.ends_at && data.state === 'open') card.dataset.ends = data.ends_at
    else delete card.dataset.ends
    if (data.state === 'open' && !card.querySelector('[data-f="body"]').firstElementChild) say(card, ballot(ref, data))
    if (data.state === 'closed') say(card, result(data))
    if (data.state === 'withdrawn') say(card, line(labels.withdrawn))
    if (data.state !== 'open') card.querySelector('[data-f="voters"]').textContent = labels.voters.replace('{n}', number(data.voters))
    state(card, data.state)
    section.hidden = false
    tick()
  }

  // The server's clock decides; this one only tells.
  const tick = () => {
    for (const card of list.querySelectorAll('[data-ends]')) {
      const left = Math.ceil((Date.parse(card.dataset.ends) - server.now()) / 1000)
      const time = Math.floor(left / 60) + ':' + String(left % 60).padStart(2, '0')
      if (left > 0) card.querySelector('[data-f="left"]').textContent = labels.left.replace('{time}', time)
      else {
        delete card.dataset.ends
        state(card, 'over')
        say(card, line(labels.over))
      }
    }
  }
  setInterval(tick, 1000)
  tick()

  const problem = (form, text) => {
    let place = form.querySelector('[role="alert"]')
    if (!place) {
      place = line('', 'error-text')
      place.setAttribute('role', 'alert')
      form.prepend(place)
    }
    place.textContent = text
  }
  const answered = (card, form, error, answer) => {
    const button = form.querySelector('button')
    button.disabled = false
    if (error) HTMLFormElement.prototype.submit.call(form) // the page itself says what became of it
    else if (!answer.ok) problem(form, answer.message)
    else if (card.dataset.rule === 'secret') say(card, line(labels.thanks, 'notice notice-ok'))
    else {
      const place = form.querySelector('[role="status"]') || form.appendChild(document.createElement('p'))
      place.setAttribute('role', 'status')
      place.className = 'notice notice-ok'
      place.textContent = labels.thanks
    }
  }
  list.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-poll-form]')
    if (!form || !socket || !socket.connected) return
    event.preventDefault()
    const card = form.closest('[data-poll]')
    const choices = new FormData(form).getAll('choice')
    for (const told of form.querySelectorAll('[role="alert"], [role="status"]')) told.remove() // it told of an earlier vote
    form.querySelector('button').disabled = true
    const vote = { stream: document.body.dataset.stream, poll: card.dataset.poll, choices }
    socket.timeout(PATIENCE).emit('poll.vote', vote, (error, answer) => answered(card, form, error, answer))
  })

  return {
    apply: (event) => { if (KINDS.includes(event.kind)) show(event.ref, event.data) },
    reset: (snapshot) => {
      const told = snapshot.filter((one) => KINDS.includes(one.kind))
      for (const one of told) if (find(one.ref) || one.data.state === 'open') show(one.ref, one.data)
    },
    connected: (made) => { socket = made },
  }
}
