// One act on a paragraph. Gives the server's answer, or null where it could not be reached.
const { base, csrf } = document.body.dataset

export async function post(key, fields, keepalive = false) {
  try {
    const answer = await fetch(base + 'paragraphs/' + key + '/edit', {
      method: 'POST',
      credentials: 'same-origin',
      keepalive,
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ csrf_token: csrf, ...fields }),
    })
    if (answer.status >= 500) return null
    if (answer.headers.get('content-type')?.includes('json')) return await answer.json()
    return { ok: false, message: document.getElementById('conn').dataset.ended } // a page: the session of this form is over
  } catch { return null }
}

// A piece of a page as the server makes it: null where it cannot be reached, false where there is none.
export async function piece(address) {
  try {
    const answer = await fetch(address, { credentials: 'same-origin' })
    if (answer.status === 404) return false
    if (!answer.ok) return null
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch { return null }
}
