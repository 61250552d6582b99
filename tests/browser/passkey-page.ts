// A phone's browser with a device that makes passkeys, as Chromium's virtual authenticator plays it.

import type { Browser, CDPSession, Page } from 'playwright-core'
import type { PrivateKeyAccount } from 'viem/accounts'

export type PasskeyPage = {
  readonly page: Page
  readonly session: CDPSession
  readonly authenticatorId: string
}

/** Opens a page of its own, as wide as a phone, with a device that unlocks at once. */
export async function openPasskeyPage(browser: Browser): Promise<PasskeyPage> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  return { page, session, authenticatorId: await addDevice(session, 'internal') }
}

/** A device: the browser's own, or a key beside it; Chromium asks the one that can answer. */
export async function addDevice(session: CDPSession, transport: 'internal' | 'usb'): Promise<string> {
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return authenticatorId
}

/** Of several devices the person touches one alone. */
export async function touchAlone(
  session: CDPSession,
  touched: string,
  others: readonly string[],
): Promise<void> {
  for (const authenticatorId of [touched, ...others]) {
    const enabled = authenticatorId === touched
    await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
  }
}

/** Presses the button of the join form, and waits for the passkey. */
export async function makePasskey({ page }: Pick<PasskeyPage, 'page'>): Promise<void> {
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.getByText('Your passkey is ready.').waitFor()
}

/** A wallet in the pages that are opened from now on, which signs typed data by one address. */
export async function addSigningWallet(page: Page, account: PrivateKeyAccount): Promise<void> {
  const address = account.address.toLowerCase()
  await page.exposeFunction('walletAnswers', async (asked: { method: string; params?: string[] }) => {
    if (asked.method === 'eth_requestAccounts') return [address]
    const [signer, typed = ''] = asked.params ?? []
    if (asked.method !== 'eth_signTypedData_v4' || signer !== address) throw new Error('not asked for that')
    return account.signTypedData(JSON.parse(typed) as never)
  })
  await page.addInitScript('globalThis.ethereum = { request: (ask) => walletAnswers(ask) }')
}
