// The desk by single keys, and the library of reasons. Everything works without it.
'use strict'

{
  const STORE = 'operative-desk-keys'
  const form = document.getElementById('verdict-form')
  const dialog = document.getElementById('keys-dialog')
  const on = document.getElementById('keys-on')

  // Storage may be forbidden: then the choice holds for this page.
  const stored = () => {
    try { return localStorage.getItem(STORE) !== 'off' } catch { return true }
  }
  const store = (value) => {
    try { localStorage.setItem(STORE, value ? 'on' : 'off') } catch { /* see above */ }
  }

  const choose = (outcome) => {
    const radio = form && form.querySelector(`[name=outcome][value=${outcome}]`)
    if (radio) radio.checked = true
    return radio
  }
  const follow = (rel) => {
    const link = document.querySelector(`main a[rel=${rel}]`)
    if (link) link.click()
  }
  const keys = {
    a: () => { if (choose('accepted')) form.requestSubmit() },
    r: () => { if (choose('returned')) form.querySelector('[name=reason]').focus() },
    n: () => follow('next'),
    p: () => follow('prev'),
    '?': () => dialog.showModal(),
  }
  // Where letters are typed, or choose something, a key is no shortcut.
  const types = (element) => element.isContentEditable ||
    /^(SELECT|TEXTAREA)$/.test(element.tagName) ||
    (element.tagName === 'INPUT' && !/^(radio|checkbox|button|submit)$/.test(element.type))

  if (dialog && on) {
    on.checked = stored()
    on.addEventListener('change', () => store(on.checked))
    document.getElementById('keys').hidden = false
    document.getElementById('keys-help').addEventListener('click', () => dialog.showModal())
    document.addEventListener('keydown', (event) => {
      if (!on.checked || dialog.open || event.repeat || types(event.target)) return
      if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) return
      event.preventDefault()
      keys[event.key]()
    })
  }

  // A reason from the library is put before what is written, and can be changed there.
  const common = form && form.querySelector('[name=common]')
  if (common) {
    common.addEventListener('change', () => {
      const reason = form.querySelector('[name=reason]')
      const text = common.value && common.selectedOptions[0].textContent.trim()
      if (text && !reason.value.includes(text)) {
        reason.value = [text, reason.value].filter(Boolean).join('\n\n')
      }
      if (text) { common.value = ''; choose('returned'); reason.focus() }
    })
  }
}
