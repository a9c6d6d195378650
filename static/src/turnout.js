// How many have voted, asked for anew while the page is looked at; when the vote is over, the page with its result.
const PAUSE = 10000
const place = document.querySelector('[data-turnout]')

async function ask () {
  if (document.hidden) return
  const answer = await fetch(place.dataset.turnout, { headers: { Accept: 'application/json' } })
  if (answer.status === 404) location.reload()
  if (!answer.ok) return
  const { phase, words } = await answer.json()
  const told = place.querySelector('strong')
  if (told.textContent !== words) told.textContent = words
  if (phase !== 'open' && !typing()) location.reload()
}

// Whoever is filling the ballot keeps what was typed.
const typing = () => document.activeElement?.closest('form') !== null

if (place) setInterval(() => ask().catch(() => {}), PAUSE)
