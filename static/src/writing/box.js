// The field in which one paragraph is written, within the text. It holds the lock while its writer types, keeps what is typed
// in this window until the server has it, and never takes anything away that was not stored.
import { forget, keep, newKey, windowName } from './kept.js'
import { post } from './post.js'

const BEAT = 30000 // ms between two signs of life while somebody types
const QUIET = 60000 // ms without a key after which the text is saved and the paragraph free
const AGAIN = 3000 // ms until a save that was not answered is sent once more
const words = document.getElementById('writing-words').dataset
const template = document.getElementById('writer')

// begun: { revision, text, typed?, client? }; on: closed(words) when the field is gone, again() to read the paragraph anew.
export function openBox(line, key, begun, on) {
  const form = template.content.firstElementChild.cloneNode(true)
  const field = form.querySelector('textarea')
  const state = form.querySelector('.writer-state')
  const other = form.querySelector('.writer-other')
  const token = windowName()
  let seen = begun.revision
  let client = begun.client || newKey()
  let before = begun.text
  let beaten = Date.now()
  let typed = Date.now()
  let sending = false
  let isOpen = true
  let timer = 0
  let clock = 0

  const say = (text, kind = '') => {
    state.textContent = text
    state.className = 'writer-state' + (kind ? ' is-' + kind : '')
  }
  const isChanged = () => field.value.trim() !== before.trim()
  const close = (text) => {
    isOpen = false
    clearInterval(clock)
    clearTimeout(timer)
    removeEventListener('online', online)
    forget(key)
    form.remove()
    line.classList.remove('is-writing')
    on.closed(text)
  }
  const store = () => { if (isChanged()) keep(key, { seen, text: field.value, before, client }); else forget(key) }

  const beat = async () => {
    beaten = Date.now()
    const answer = await post(key, { act: 'renew', window: token })
    if (!isOpen || !answer) return
    if (!answer.ok) say(answer.message, 'lost')
    else if (state.classList.contains('is-lost')) say(words.own)
  }
  const save = async (reason) => {
    if (sending || !isOpen) return
    clearTimeout(timer)
    sending = true
    field.readOnly = true
    store()
    if (!state.classList.contains('is-waiting')) say(words.saving)
    const answer = await post(key, { act: 'save', window: token, seen, text: field.value, client_id: client })
    sending = false
    if (!isOpen) return
    if (!answer) { // it may be stored and unanswered: the very same goes out again, until somebody says what became of it
      say(words.kept, 'waiting')
      timer = setTimeout(() => save(reason), AGAIN)
      return
    }
    field.readOnly = false
    if (answer.ok) close(answer.state === 'conflict' ? words.conflict : reason || words.saved)
    else {
      client = newKey()
      store()
      say(answer.message, 'refused')
      field.focus()
    }
  }
  const leave = async () => {
    await post(key, { act: 'release', window: token })
    close('')
  }
  const look = () => {
    if (sending || field.readOnly) return
    if (Date.now() - typed > QUIET) { if (isChanged()) save(words.quiet); else leave() }
    else if (typed > beaten && Date.now() - beaten > BEAT) beat()
  }
  const online = () => { if (field.readOnly) save() }

  form.querySelector('label').htmlFor = field.id = 'writer-' + key
  field.value = begun.typed === undefined ? begun.text : begun.typed
  form.addEventListener('submit', (event) => { event.preventDefault(); save() })
  form.querySelector('[data-leave]').addEventListener('click', leave)
  field.addEventListener('input', () => {
    typed = Date.now()
    store()
    look()
  })
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save() }
  })
  addEventListener('online', online)
  clock = setInterval(look, 5000)
  line.classList.add('is-writing')
  line.querySelector('.written-text').after(form)
  if (begun.refused) say(begun.refused, 'lost')
  else say(begun.typed === undefined ? words.own : words.back)
  field.focus({ preventScroll: begun.typed !== undefined })
  return {
    isChanged,
    // Whether this person still has the turn, as the page was just told; where not, who has it now.
    turn: (isOwn, who) => {
      const isLost = state.classList.contains('is-lost')
      if (sending || field.readOnly || !other.hidden) return
      if (!isOwn) say(who ? words.lost + ' ' + who : words.lost, 'lost')
      else if (isLost) say(words.own)
    },
    // Others have saved meanwhile, or the paragraph is gone: their text stands beside what is typed here.
    others: (text, revision) => {
      if (revision === seen) return
      other.hidden = false
      other.querySelector('[data-other]').textContent = text
      say(text ? words.late : words.gone, 'lost')
    },
    go: () => { if (!isChanged()) post(key, { act: 'release', window: token }, true) },
  }
}
