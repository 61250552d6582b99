// Vouchpenny's line for a shop's pages: remembers on the shop's own site which link led here, and hands it on with the order.
// Sends nothing to anybody but the shop itself. Settings are attributes of the script: data-days (how long it is remembered,
// 30), data-consent="wait" (nothing is kept before vouchpenny.consent(true)), data-cookie="name" (for shops that read it on
// their server). With Global Privacy Control nothing is kept at all.
;(() => {
  const KEY = 'vouchpenny'
  const TOKEN = /^[0-9a-z]{13}-[1-9a-z][0-9a-z]{0,6}-[0-9a-z]{16}-[0-9a-f]{20}$/
  const ATTRIBUTE = '_ref'
  const STRIPE = 'a[href^="https://buy.stripe.com/"]'
  const DAY_SECONDS = 86_400
  const settings = document.currentScript?.dataset ?? {}
  const seconds = Math.min(Math.max(Number(settings.days) || 30, 1), 365) * DAY_SECONDS
  const asked = new URLSearchParams(location.search).get('utm_id') ?? ''
  let fresh = TOKEN.test(asked) ? asked : undefined
  /** What the shop said; undefined while it has said nothing. */
  let consent

  const mayKeep = () => {
    if (navigator.globalPrivacyControl === true) return false
    if (consent !== undefined) return consent
    if (settings.consent === 'wait') return false
    const { Shopify } = window
    if (!Shopify?.loadFeatures) return true
    return Shopify.customerPrivacy?.marketingAllowed?.() === true
  }

  const setCookie = (value, age) => {
    if (!settings.cookie) return
    const secure = location.protocol === 'https:' ? '; Secure' : ''
    document.cookie = `${settings.cookie}=${value}; Max-Age=${age}; Path=/; SameSite=Lax${secure}`
  }

  const forget = () => {
    setCookie('', 0)
    try {
      localStorage.removeItem(KEY)
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  const keep = (token) => {
    setCookie(token, seconds)
    try {
      localStorage.setItem(KEY, `${token} ${Date.now() + seconds * 1000}`)
    } catch {
      // Then it is known on this page alone.
    }
  }

  const kept = () => {
    try {
      const [token, until] = (localStorage.getItem(KEY) ?? '').split(' ')
      return TOKEN.test(token) && Number(until) > Date.now() ? token : undefined
    } catch {
      return undefined
    }
  }

  const token = () => (mayKeep() ? (fresh ?? kept()) : undefined)

  const writeCart = async (value) => {
    const { Shopify } = window
    if (!Shopify) return
    const root = Shopify.routes?.root ?? '/'
    try {
      const cart = await (await fetch(`${root}cart.js`)).json()
      if ((cart.attributes?.[ATTRIBUTE] ?? '') === value) return
      await fetch(`${root}cart/update.js`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ attributes: { [ATTRIBUTE]: value } }),
      })
    } catch {
      // The address that the buyer landed on carries it as well.
    }
  }

  const handOn = () => {
    const value = token()
    if (value === undefined) return
    void writeCart(value)
    for (const input of document.querySelectorAll('input[data-vouchpenny]')) input.value = value
    for (const element of document.querySelectorAll('stripe-buy-button, stripe-pricing-table'))
      element.setAttribute('client-reference-id', value)
  }

  const apply = () => {
    if (navigator.globalPrivacyControl === true) forget()
    else if (mayKeep()) {
      if (fresh) keep(fresh)
      handOn()
    }
  }

  const markPaymentLink = ({ target }) => {
    const link = target instanceof Element ? target.closest(STRIPE) : null
    const value = link && token()
    if (!value) return
    const address = new URL(link.href)
    if (!address.searchParams.has('client_reference_id')) {
      address.searchParams.set('client_reference_id', value)
      link.href = address.href
    }
  }

  window.vouchpenny = Object.freeze({
    /** The token of the link that led here; undefined when none did, or nothing may be kept. */
    token,
    /** What the visitor decided about being remembered. */
    consent(isGiven) {
      consent = isGiven === true
      if (consent) return apply()
      const wasKept = fresh ?? kept()
      fresh = undefined
      forget()
      if (wasKept) void writeCart('')
    },
  })
  for (const event of ['click', 'auxclick']) document.addEventListener(event, markPaymentLink, true)
  document.addEventListener('visitorConsentCollected', apply)
  window.Shopify?.loadFeatures?.([{ name: 'consent-tracking-api', version: '0.1' }], apply)
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', handOn)
  apply()
})()
