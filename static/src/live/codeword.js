// The words to come back with, for what was sent without an account: shown on this page alone, and once.
const template = document.getElementById('codeword-template')

export function show({ ref, codeword, receipt }) {
  if (!template || !codeword) return
  const card = template.content.firstElementChild.cloneNode(true)
  card.querySelector('.ref bdi').textContent = ref
  card.querySelector('.codeword').append(...codeword.split(' ').map((word) => {
    const line = document.createElement('li')
    line.textContent = word
    return line
  }))
  card.querySelector('[data-receipt]').href = template.dataset.receipts + receipt
  card.querySelector('button').addEventListener('click', () => {
    card.remove()
    document.querySelector('form[data-live-form] textarea').focus()
  })
  template.previousElementSibling.prepend(card)
  // Whoever has just pressed the button is led to the words; whoever writes on is only told of them.
  if (document.activeElement.tagName !== 'TEXTAREA') card.focus()
}
