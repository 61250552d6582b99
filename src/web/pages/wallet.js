// Runs in a page where a wallet signs: finds the wallets of the browser (EIP-6963, else `window.ethereum`), has one sign
// the text that this server gives it (EIP-4361), or what the page shows (EIP-712), and puts that into the page's form. Without it, or without a wallet, the
// rest of the page works as it stands, and says so.

/** What a wallet answers when its person says no (EIP-1193). */
const REFUSED = 4001

const providers = new Map()
const boxes = Array.from(document.querySelectorAll('[data-wallet]'))

globalThis.addEventListener('eip6963:announceProvider', ({ detail }) => {
  providers.set(detail.info.uuid, { name: detail.info.name, provider: detail.provider })
  drawAll()
})
globalThis.addEventListener('ethereum#initialized', drawAll)
globalThis.dispatchEvent(new Event('eip6963:requestProvider'))
drawAll()

function drawAll() {
  for (const box of boxes) draw(box)
}

function draw(box) {
  const { origin, verb } = box.dataset
  const place = box.querySelector('[data-wallet-buttons]')
  if (location.origin !== origin)
    return say(box, `Wallets sign for ${origin} alone. Open this page there, or go on without one.`)
  const wallets = found()
  place.replaceChildren(...wallets.map((wallet) => buttonFor(box, wallet, `${verb} ${wallet.name}`)))
  return say(box, wallets.length === 0 ? 'This browser has no wallet. Go on without one.' : '')
}

function found() {
  if (providers.size > 0) return Array.from(providers.values())
  return globalThis.ethereum === undefined ? [] : [{ name: 'your wallet', provider: globalThis.ethereum }]
}

function buttonFor(box, wallet, label) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = label
  button.addEventListener('click', () => void run(box, button, wallet.provider))
  return button
}

async function run(box, button, provider) {
  say(box, '')
  button.disabled = true
  try {
    const addresses = await provider.request({ method: 'eth_requestAccounts' })
    const signed =
      'typed' in box.dataset
        ? await signTyped(provider, addresses, box.dataset)
        : await signText(provider, addresses[0])
    const form = box.closest('form')
    for (const [name, value] of Object.entries(signed)) form.elements[name].value = value
    form.submit()
  } catch (error) {
    button.disabled = false
    const isNo = error?.code === REFUSED
    say(box, isNo ? 'Nothing was signed. Try again whenever you like.' : 'That did not work here. Try again.')
  }
}

async function signText(provider, address) {
  const message = await textFor(address)
  const signature = await provider.request({ method: 'personal_sign', params: [hexOf(message), address] })
  return { message, signature }
}

/** By one address alone, which the wallet may not have chosen. */
async function signTyped(provider, addresses, { typed, signer }) {
  const address = addresses.find((each) => each.toLowerCase() === signer.toLowerCase()) ?? signer
  const signature = await provider.request({ method: 'eth_signTypedData_v4', params: [address, typed] })
  return { signature }
}

async function textFor(address) {
  const response = await fetch('/v1/wallet-messages', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': hexOf(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))),
    },
    body: JSON.stringify({ address }),
  })
  if (!response.ok) throw new Error(`The text was refused with ${response.status}.`)
  return (await response.json()).message
}

function hexOf(text) {
  const digits = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0'))
  return `0x${digits.join('')}`
}

function say(box, sentence) {
  box.querySelector('[data-wallet-says]').textContent = sentence
}
