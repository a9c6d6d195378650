// Writing lines: each keeps its key and its speaker in an outbox of this window until the server has stored it, in order.
// Enter sends, up in the empty field corrects the own last line, Escape leaves that.
import { newKey } from './outbox.js'

const KEPT = (form) => 'consult.lines.' + form.action.split(/[?#]/)[0] + form.dataset.language
const PATIENCE = 15000

const store = (name) => ({
  read: () => { try { return JSON.parse(sessionStorage.getItem(name)) || [] } catch { return [] } },
  write: (list) => { try { sessionStorage.setItem(name, JSON.stringify(list)) } catch { /* it stays in this page's memory */ } },
})

async function post(address, fields) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), PATIENCE)
  try {
    const answer = await fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(fields),
      signal: stop.signal,
    })
    return (answer.headers.get('Content-Type') || '').includes('json') ? await answer.json() : { ok: false, code: 'strange' }
  } finally { clearTimeout(timer) }
}

// page: { present() gives {turn, item}, own() the own last line, show(id, data), pages }
export function lineForm(form, page) {
  const { text, kind, turn, item, speaker, original, client_id: key, csrf_token: token } = form.elements
  const box = document.getElementById('outbox')
  const kept = store(KEPT(form))
  let items = kept.read()
  let busy = false
  let began = null // where the hearing stood when the first letter of this line was typed
  let correcting = null
  let mine = null
  let timer = 0

  const note = (words, quote, refused) => {
    const one = document.createElement('p')
    one.className = 'unsent' + (refused ? ' is-refused' : '')
    one.append(words + ' ')
    const said = document.createElement('bdi')
    said.lang = form.dataset.language
    said.textContent = quote
    one.append(said)
    return one
  }
  const draw = (...more) => {
    const waiting = items.filter((one) => one.late).map((one) => note(box.dataset.waiting, one.fields.text))
    box.replaceChildren(...waiting, ...more)
  }
  const back = (one, words) => {
    const row = note(words, one.fields.text, true)
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'btn btn-sm'
    button.textContent = box.dataset.again
    button.addEventListener('click', () => { text.value = one.fields.text; draw(); text.focus() })
    if (text.value.trim()) row.append(' ', button)
    else text.value = one.fields.text
    return row
  }
  const leave = () => {
    if (correcting) page.at(correcting.id)?.classList.remove('is-correcting')
    correcting = null
    form.classList.remove('is-correcting')
  }
  const taken = (one, answer) => {
    page.show(answer.id, answer.line)
    if (!one.line) mine = answer.id
    draw()
  }
  const refused = (one, answer) => {
    const words = box.dataset.refused + ' ' + (answer.message || '')
    const row = back(one, words)
    if (one.line && answer.line && answer.line.state === 'written') {
      page.show(one.line, answer.line)
      draw(row, note(box.dataset.stale, answer.line.text))
      begin(one.line, answer.line.version, false)
    } else draw(row)
  }
  const later = (delay) => { clearTimeout(timer); timer = setTimeout(flush, delay) }
  async function flush() {
    const one = items[0]
    if (busy || !one) return
    busy = true
    let answer
    try { answer = await post(one.address, { ...one.fields, csrf_token: token.value }) } catch { answer = null }
    busy = false
    const wait = !answer || ['unavailable', 'rate_limited'].includes(answer.code)
    if (wait || answer.code === 'strange' || answer.code === 'not_found' || answer.code === 'unauthenticated') {
      for (const each of items) each.late = true
      kept.write(items)
      const out = !wait && note(box.dataset.signedOut, '', true)
      draw(...(out ? [out] : []))
      later((answer && answer.retry_after_ms) || 2000 + Math.random() * 2000)
      return
    }
    items = items.slice(1)
    kept.write(items)
    if (answer.ok) taken(one, answer)
    else refused(one, answer)
    flush()
  }
  const send = (one) => {
    items.push(one)
    kept.write(items)
    flush()
  }
  const begin = (id, version, fill = true) => {
    const row = page.at(id)
    if (!row) return
    leave()
    correcting = { id, version }
    row.classList.add('is-correcting')
    form.classList.add('is-correcting')
    if (fill) {
      text.value = row.querySelector('.line-text').textContent
      draw(note(box.dataset.correcting, ''))
    }
    text.setSelectionRange(text.value.length, text.value.length)
  }
  const submit = () => {
    const words = text.value.trim()
    if (!words) return
    if (correcting) {
      send({ address: page.pages + correcting.id + '/correct', line: correcting.id, fields: { act: 'correct', seen: correcting.version, text: words } })
      leave()
    } else {
      const now = began || page.present()
      const named = speaker.value.trim()
      const plain = kind.value === 'scene' || kind.value === 'summary'
      send({
        address: form.action.split('#')[0],
        fields: {
          client_id: newKey(),
          text: words,
          kind: kind.value,
          turn: named ? '' : turn.value || (item.value || plain ? 'none' : now.turn || 'none'),
          item: item.value || (turn.value && turn.value !== 'none' ? '' : now.item || 'none'),
          speaker: named,
          original: original.value,
          automatic: turn.value || item.value || named ? '' : 'yes',
        },
      })
    }
    text.value = ''
    began = null
    if (key) key.value = newKey()
    text.focus()
  }

  form.addEventListener('submit', (event) => { event.preventDefault(); submit() })
  text.addEventListener('input', () => { began = text.value ? began || page.present() : null })
  text.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'Enter' && !event.shiftKey) { event.preventDefault(); submit() }
    if (event.key === 'ArrowUp' && !text.value && !event.shiftKey) {
      const row = mine && page.at(mine) ? page.at(mine) : page.last()
      if (row) { event.preventDefault(); begin(row.dataset.line, Number(row.dataset.version)) }
    }
    if (event.key === 'Escape' && correcting) { leave(); text.value = ''; draw() }
  })
  addEventListener('online', flush)
  addEventListener('beforeunload', (event) => { if (items.length) event.preventDefault() })
  for (const one of form.querySelectorAll('[data-keys]')) one.hidden = false
  draw()
  flush()
}
