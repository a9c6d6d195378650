// The examples of what each reader will see follow the names that are typed: of the person, the organisation or the coalition.
(() => {
  const form = document.querySelector('form [name="on_behalf"]')?.form
  if (!form) return
  const examples = form.querySelectorAll('[data-follows]')
  const places = { self: 0, organisation: 1, coalition: 2 }
  const spoken = (ids) => {
    const chosen = form.elements.on_behalf.value || 'self'
    const own = form.elements.organisation
    if (chosen === 'organisation' && own && own.value && own.selectedOptions) return own.selectedOptions[0].textContent
    const box = document.getElementById(ids[places[chosen]])
    return box ? box.value.trim() : ''
  }
  const show = () => {
    for (const example of examples) {
      example.textContent = spoken(example.dataset.follows.split(' ')) || example.dataset.empty
    }
  }
  form.addEventListener('input', show)
  form.addEventListener('change', show)
  show()
})()
