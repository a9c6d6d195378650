// Files of a page of questions, sent in the background: with progress, and going on after a cut. Without this script they
// go with the form. When one has arrived, the form names it, and the page is saved as if something had been typed.
(() => {
  const form = document.querySelector('form[data-uploads]')
  if (!form || !window.XMLHttpRequest || !form.requestSubmit) return
  const PAUSES_MS = [1000, 2000, 4000, 8000, 16000, 30000, 60000]
  const token = () => form.elements.csrf_token.value
  const going = new Set()
  const share = new Intl.NumberFormat(document.documentElement.lang === 'ar' ? 'en' : document.documentElement.lang, { style: 'percent' })

  const ask = (method, url, body) => fetch(url, {
    method, body, headers: { 'X-CSRFToken': token(), Accept: 'application/json', ...(body && { 'Content-Type': 'application/json' }) }
  }).then((answer) => answer.json())

  const send = (url, file, offset, progress) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PATCH', url)
    request.setRequestHeader('X-CSRFToken', token())
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream')
    request.setRequestHeader('Upload-Offset', offset)
    request.upload.addEventListener('progress', (event) => progress(offset + event.loaded))
    request.addEventListener('load', () => { try { resolve(JSON.parse(request.responseText)) } catch (error) { reject(error) } })
    for (const cut of ['error', 'abort', 'timeout']) request.addEventListener(cut, () => reject(new Error(cut)))
    request.send(file.slice(offset))
  })

  // What was begun for a file in this tab is known by its name, size and time, so that choosing it again goes on.
  const memory = (file, field) => `upload ${form.action} ${field.dataset.question} ${file.name} ${file.size} ${file.lastModified}`
  const kept = { get: (key) => { try { return sessionStorage.getItem(key) } catch { return null } }, set: (key, value) => { try { value ? sessionStorage.setItem(key, value) : sessionStorage.removeItem(key) } catch { /* private window */ } } }

  const begun = async (file, field, key) => {
    const known = kept.get(key)
    if (known) {
      const told = await ask('GET', form.dataset.uploads + known)
      if (told.ok && told.size === file.size) return told
    }
    const about = { slug: form.dataset.slug, reference: form.dataset.reference, question: field.dataset.question, name: file.name, size: file.size, keeps: Boolean(form.elements.keep_originals?.checked) }
    const told = await ask('POST', form.dataset.uploads, JSON.stringify(about))
    if (told.ok) kept.set(key, told.upload)
    return told
  }

  const upload = async (file, field, say) => {
    const key = memory(file, field)
    let tries = 0
    let far = share.format(0)
    const percent = (bytes) => share.format(Math.min(0.99, Math.floor((100 * bytes) / (file.size || 1)) / 100))
    for (;;) {
      try {
        let told = await begun(file, field, key)
        if (told.ok) told = await send(form.dataset.uploads + told.upload, file, told.offset, (bytes) => { far = percent(bytes); tries = 0; say(field.dataset.progress.replace('{n}', far)) })
        if (told.ok && told.file) { kept.set(key, null); return told }
        if (!told.ok && told.code !== 'conflict' && told.code !== 'unavailable') { kept.set(key, null); return told }
      } catch (error) { /* the line was cut */ }
      if (tries >= PAUSES_MS.length) return { ok: false, message: field.dataset.failed }
      say(field.dataset.cut.replace('{n}', far))
      await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[tries++]))
    }
  }

  const row = (list, words) => {
    const item = document.createElement('li')
    item.className = 'file-one'
    const name = document.createElement('bdi')
    name.textContent = words
    const state = document.createElement('p')
    state.setAttribute('role', 'status')
    item.append(name, state)
    list.append(item)
    return [item, state]
  }

  // What a picture shows is asked for where the picture stands.
  const words = (field, id) => {
    const label = document.createElement('label')
    const line = document.createElement('input')
    label.className = 'label label-sm'
    label.textContent = field.dataset.alt
    label.htmlFor = line.id = `alt-${id}`
    line.name = `alt.${id}`
    line.className = 'input'
    line.dir = 'auto'
    return [label, line]
  }

  const take = async (file, field) => {
    const list = form.querySelector(`[data-files="${CSS.escape(field.dataset.question)}"]`)
    const [item, state] = row(list, file.name)
    const told = await upload(file, field, (words) => { if (state.textContent !== words) state.textContent = words })
    if (!told.ok) { state.textContent = told.message; state.className = 'error-text'; return }
    state.textContent = `${field.dataset.done} · ${told.file.size}`
    const named = document.createElement('input')
    named.type = 'hidden'
    named.name = field.dataset.question
    named.value = told.file.id
    item.append(named)
    if (/^image\//.test(file.type)) item.append(...words(field, told.file.id))
    if (told.draft) form.elements.draft.value = told.draft
    form.dispatchEvent(new Event('input'))
  }

  for (const field of form.querySelectorAll('input[type=file][data-question]')) {
    field.addEventListener('change', async () => {
      const files = [...field.files]
      field.value = '' // the form does not carry them a second time
      for (const file of files) {
        const one = take(file, field)
        going.add(one)
        await one
        going.delete(one)
      }
    })
  }

  // A button waits for what is under way.
  form.addEventListener('submit', (event) => {
    if (!going.size) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const button = event.submitter
    Promise.all(going).then(() => form.requestSubmit(button))
  }, true)
})()
