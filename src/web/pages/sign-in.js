// Runs in a page that takes passkeys: makes one, or signs in with one, and puts the answer into the page's form. Without
// it, or where the browser has no passkeys, the rest of the page works as it stands, and says so.

const { browserSupportsWebAuthn, startAuthentication, startRegistration } = globalThis.SimpleWebAuthnBrowser

for (const box of document.querySelectorAll('[data-passkey]')) {
  const obstacle = obstacleOf(box.dataset)
  if (obstacle === undefined) open(box)
  else say(box, obstacle)
}

/** Why passkeys do not work here; undefined when they do. A passkey belongs to a name, never to a number. */
function obstacleOf({ origin, otherwise }) {
  if (location.origin !== origin)
    return `Passkeys work at ${origin} alone. Open this page there. ${otherwise}`
  if (!globalThis.isSecureContext || isNumber(location.hostname))
    return `Passkeys need an address that begins with https:// and has a name, or localhost. ${otherwise}`
  if (!browserSupportsWebAuthn()) {
    return `This browser has no passkeys. If another app opened this page, open it in your own browser. ${otherwise}`
  }
  return undefined
}

function isNumber(hostname) {
  return /^[\d.]+$|^\[/.test(hostname)
}

function open(box) {
  say(box, '')
  box.querySelector('[data-passkey-ready]').hidden = false
  const button = box.querySelector('[data-passkey-make], [data-passkey-use]')
  button.addEventListener('click', () => run(box, button))
  const spare = box.querySelector('[data-passkey-spare]')
  spare?.addEventListener('click', () => run(box, spare))
}

async function run(box, button) {
  say(box, '')
  button.disabled = true
  try {
    if (button.matches('[data-passkey-use]')) await use(box, button)
    else await make(box, button)
  } catch (error) {
    say(box, sentenceFor(error))
    button.disabled = false
  }
}

async function make(box, button) {
  const made = await startRegistration({ optionsJSON: JSON.parse(button.dataset.options) })
  const form = box.closest('form')
  form.elements[button.dataset.field].value = JSON.stringify(made)
  if ('passkeySends' in button.dataset) {
    form.submit()
    return
  }
  const pasted = form.elements.payee
  if (pasted) {
    pasted.required = false
    pasted.value = ''
    pasted.closest('.field').hidden = true
  }
  for (const later of box.querySelectorAll('[data-passkey-later]')) later.hidden = false
  say(box, button.dataset.done)
}

async function use(box, button) {
  const used = await startAuthentication({ optionsJSON: JSON.parse(button.dataset.options) })
  const form = box.closest('form')
  form.elements.passkey.value = JSON.stringify(used)
  form.submit()
}

function say(box, sentence) {
  box.querySelector('[data-passkey-says]').textContent = sentence
}

function sentenceFor(error) {
  if (error.name === 'NotAllowedError')
    return 'Nothing was done. Try again whenever you like; if your device asked you nothing, open this page in your own browser.'
  if (error.name === 'InvalidStateError') return 'This device has that passkey already.'
  return 'That did not work here. Try again, or go on without a passkey.'
}
