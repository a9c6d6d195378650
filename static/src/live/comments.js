// The list of comments on the page, newest first. Texts of people go in as text, never as markup.
const template = document.getElementById('comment-template')
const list = document.getElementById('comments')
const more = document.getElementById('new-items')
const { lang } = document.documentElement
const locale = lang === 'en' ? 'en-GB' : lang + '-u-nu-latn'
const zone = document.body.dataset.zone || 'UTC'
const { target, newest } = document.body.dataset
const json = (text) => { try { return JSON.parse(text) } catch { return {} } }
const labels = template ? json(template.dataset.labels) : {}
const categories = template ? json(template.dataset.categories || '{}') : {}
const reasons = template ? json(template.dataset.reasons || '{}') : {}
const targets = template ? json(template.dataset.targets || '{}') : {}
const items = json(document.body.dataset.items || '{}')
const months = template && template.dataset.months ? json(template.dataset.months) : null
let unseen = 0

export const number = (value) => new Intl.NumberFormat(locale).format(value)

export const isThere = Boolean(template && list)

const find = (ref) => ref && list.querySelector('#' + CSS.escape(ref))

const part = (article, name, text) => {
  const place = article.querySelector(name)
  if (text) place.textContent = text
  else place.remove()
}

const bdi = (text) => {
  const made = document.createElement('bdi')
  made.textContent = text
  return made
}

// As the server writes it: the day in words, then the minute with its offset from UTC.
const partOf = (moment, options) => new Intl.DateTimeFormat(locale, options).format(moment)

const dayWords = (moment, timeZone) => {
  const day = partOf(moment, { day: 'numeric', timeZone })
  const [month, year] = ['month', 'year'].map((one) => partOf(moment, { [one]: one === 'month' ? 'long' : 'numeric', timeZone }))
  if (months) {
    const number = Number(new Intl.DateTimeFormat('en', { month: 'numeric', timeZone }).format(moment))
    return `${day} ${months[number - 1]} ${year}`
  }
  return `${lang === 'fr' && day === '1' ? '1er' : day} ${month} ${year}`
}

const clockWords = (moment, timeZone) => {
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(moment)
  let offset = ''
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(moment)
    offset = ` (${parts.find((one) => one.type === 'timeZoneName').value.replace('GMT', 'UTC').replace(/\+0$/, '')})`
  } catch { /* an old browser: the time alone */ }
  return `\u2066${clock}${offset}\u2069`
}

const when = (article, at, day) => {
  const place = article.querySelector('time')
  if (!at && !day) { place.remove(); return }
  place.dateTime = at || day
  const moment = new Date(at || day)
  place.textContent = at ? dayWords(moment, zone) + (lang === 'ar' ? '، ' : ', ') + clockWords(moment, zone) : dayWords(moment, 'UTC')
}

const links = (article, ref) => {
  const url = template.dataset.url || document.body.dataset.address
  const link = article.querySelector('.comment-head a')
  if (url) link.href = url + ref
  for (const one of article.querySelectorAll('.comment-links a')) one.setAttribute('href', one.getAttribute('href') + ref)
}

// The votes as they are now; `old` is the same comment on this page, which knows how this reader voted.
const votes = (article, ref, data, old) => {
  const place = article.querySelector('.switch, .tally')
  if (!place) return
  if (data.agrees === null || data.agrees === undefined) { place.remove(); return }
  const counts = [data.agrees, data.disagrees, data.passes]
  place.querySelectorAll('b').forEach((one, number) => { one.textContent = counts[number] })
  place.querySelectorAll('button').forEach((one) => {
    one.value += ref
    const before = old && old.querySelector(`button[value="${CSS.escape(one.value)}"]`)
    if (before) one.setAttribute('aria-pressed', before.getAttribute('aria-pressed'))
  })
}

const about = (data) => {
  if (data.reply_to) return labels.in_reply.replace('{}', data.reply_to)
  if (items[data.target]) return document.body.dataset.onItem.replace('{}', items[data.target])
  return targets[data.target] ? labels.on_paragraph.replace('{}', targets[data.target]) : ''
}

const head = (article, data) => {
  const title = article.querySelector('.comment-head').firstElementChild
  if (data.name) title.replaceChildren(bdi(data.name))
  else title.textContent = labels.who[data.identity || 'public']
  if (data.name && data.identity !== 'public') {
    const pill = document.createElement('span')
    pill.className = 'pill pill-plain'
    pill.textContent = labels.name_kept
    title.after(' ', pill)
  }
  part(article, '.stakeholder', data.category && categories[data.category])
}

const body = (article, data) => {
  part(article, '.comment-body', data.text)
  const place = article.querySelector('.comment-body')
  if (place && data.language) place.lang = data.language
}

const said = (article, words, why) => {
  const place = article.querySelector('.moderated')
  if (!words) { place.remove(); return }
  place.querySelector('strong').textContent = words
  part(place, 'span', why)
}

const build = ({ ref, at, data }, old) => {
  const article = template.content.firstElementChild.cloneNode(true)
  article.id = ref
  head(article, data)
  when(article, at, data.day)
  part(article, '.comment-on', about(data))
  body(article, data)
  const shown = data.state === 'published' && data.text !== undefined && data.text !== null
  said(article, shown ? '' : data.state === 'published' ? labels.confidential : labels.state[data.state], reasons[data.reason])
  part(article, '.comment-head a bdi', ref)
  links(article, ref)
  if (shown) votes(article, ref, data, old)
  else article.querySelector('.comment-foot').remove()
  return article
}

const notice = (article) => {
  article.classList.add('is-new')
  setTimeout(() => article.classList.remove('is-new'), 8000)
  if (!more || list.getBoundingClientRect().top >= 0) return
  unseen += 1
  const button = more.firstElementChild
  button.textContent = button.dataset.text.replace('{n}', number(unseen))
  more.hidden = false
}

if (more) {
  more.firstElementChild.addEventListener('click', () => {
    unseen = 0
    more.hidden = true
    list.scrollIntoView()
    list.tabIndex = -1
    list.focus({ preventScroll: true })
  })
}

const put = (article) => {
  const top = list.getBoundingClientRect().top
  const before = list.offsetHeight
  list.prepend(article)
  if (top < 0 && !CSS.supports('overflow-anchor', 'auto')) scrollBy(0, list.offsetHeight - before)
}

const isOurs = (event) => event.kind.startsWith('comment.') && event.data.state

export function apply(event) {
  if (!isOurs(event)) return
  const old = find(event.ref)
  const article = build(event, old)
  if (old && old.classList.contains('is-pending')) {
    old.remove()
    if (event.new && newest !== 'false') put(article)
  } else if (old) old.replaceWith(article)
  else if (event.new && newest !== 'false' && (!target || event.data.target === target)) {
    put(article)
    notice(article)
  }
}

export function replaceAll(snapshot) {
  const waiting = [...list.querySelectorAll('.is-pending')]
  list.replaceChildren(...waiting)
  for (const event of [...snapshot].reverse()) {
    if (!target || event.data.target === target) apply(event)
  }
}

const pendingOf = (key) => list.querySelector(`[data-key-of="${CSS.escape(key)}"]`)

// What this window has written and nobody else sees yet.
export function showWaiting(item, words) {
  const old = pendingOf(item.client_id)
  const article = template.content.firstElementChild.cloneNode(true)
  article.dataset.keyOf = item.client_id
  article.classList.add('is-pending', 'is-unsent')
  head(article, { name: item.identity === 'none' ? '' : item.name, identity: item.identity || 'none', category: item.category })
  when(article)
  part(article, '.comment-on', about(item))
  body(article, { text: item.body, language: item.language })
  article.querySelector('.comment-head a').remove()
  article.querySelector('.comment-foot').remove()
  said(article, words || template.dataset.unsent)
  if (old) old.replaceWith(article)
  else put(article)
}

export function showSent(item, answer) {
  const article = pendingOf(item.client_id)
  if (!article) return
  if (find(answer.ref)) { article.remove(); return }
  article.id = answer.ref
  article.classList.remove('is-unsent')
  const place = article.querySelector('.moderated')
  if (answer.state === 'pending') place.querySelector('strong').textContent = labels.state.pending
  else place.remove()
}

export function showRefused(item, words) {
  const article = pendingOf(item.client_id)
  if (article) article.querySelector('.moderated strong').textContent = words
}

export function remove(item) {
  const article = pendingOf(item.client_id)
  if (article) article.remove()
}
