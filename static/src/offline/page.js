// Small makers of elements. Texts of people go in as text; only what the server cleaned goes in as markup.
export function h(tag, attributes, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) made.setAttribute(name, '')
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value)
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false))
  return made
}

// A text of the questionnaire: a string, or {t, l, d} in another language than the page's.
export const textOf = (words) => (words === null || words === undefined ? '' : typeof words === 'string' ? words : words.t)
export const said = (words) => (typeof words === 'object' && words ? h('span', { lang: words.l, dir: words.d }, words.t) : h('span', {}, words || ''))

export function cleaned(html) {
  const made = document.createElement('template')
  made.innerHTML = html
  return h('div', { class: 'prose', dir: 'auto' }, made.content)
}

const PLACE = /\{\{\s*([a-z0-9][a-z0-9_]{0,59})\s*\}\}/g

// Remembers every text with {{key}} under an element, and puts the present answers in.
export function pipes(root) {
  const found = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.data.includes('{{')) found.push([node, node.data])
  }
  return (answer) => found.forEach(([node, text]) => {
    node.data = text.replace(PLACE, (_whole, key) => { const words = answer(key); return words ? `\u2068${words}\u2069` : '' })
  })
}
