// A person's device as Chromium's virtual authenticator plays it: makes passkeys and signs with them, well or badly.

import type { AssertionResponse } from '#domain/webauthn-assertion.ts'
import { bytesToHex, hexToBytes, type Hex } from 'viem'
import type { Browser, CDPSession, Page } from 'playwright-core'

/** The page that asks, and the domain that its passkeys belong to. Nothing leaves the machine: the page is made up here. */
export const ORIGIN = 'https://pay.vouchpenny.example'
export const RP_ID = 'vouchpenny.example'

/** What a device can be made to do that an honest one never does, and whether the person can unlock it. */
export type Conduct = {
  readonly isUserVerified: boolean
  readonly isBadUP: boolean
  readonly isBadUV: boolean
}

/** A new passkey, and what the browser and the device said at its registration. */
export type CreatedPasskey = {
  readonly id: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Hex
  readonly clientDataJSON: Uint8Array
  readonly authenticatorData: Uint8Array
  /** PKCS #8, DER; no real device would show it. */
  readonly privateKey: Uint8Array<ArrayBuffer>
}

export type Device = Awaited<ReturnType<typeof openDevice>>

const HONEST: Conduct = { isUserVerified: true, isBadUP: false, isBadUV: false }

/** Opens a page of `ORIGIN` in a browser context of its own, with a device that unlocks at once. */
export async function openDevice(browser: Browser) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.route(`${ORIGIN}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Payout</title>' }),
  )
  await page.goto(`${ORIGIN}/`)
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
    },
  })
  const device = { page, session, authenticatorId }
  return {
    /** Registers a passkey; `challenge` is what the page has it sign meanwhile. */
    createPasskey: (name: string, challenge: Hex = '0x00') => createPasskey(device, name, challenge),

    /** Signs `digest` with a passkey of this device. */
    async assert(id: string, digest: Hex, conduct: Partial<Conduct> = {}): Promise<AssertionResponse> {
      await behave(device, { ...HONEST, ...conduct })
      const { isUserVerified = true } = conduct
      return assertPasskey(page, {
        id,
        digest,
        userVerification: isUserVerified ? 'required' : 'discouraged',
      })
    },

    /** Says of a passkey whether it may be, and is, copied to the person's other devices. */
    setBackup: (id: string, backupEligibility: boolean, backupState: boolean) =>
      session.send('WebAuthn.setCredentialProperties', {
        authenticatorId,
        credentialId: toBase64(id),
        backupEligibility,
        backupState,
      }),

    close: () => context.close(),
  }
}

type Wired = { readonly page: Page; readonly session: CDPSession; readonly authenticatorId: string }

async function behave({ session, authenticatorId }: Wired, conduct: Conduct): Promise<void> {
  const { isUserVerified, isBadUP, isBadUV } = conduct
  await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  await session.send('WebAuthn.setResponseOverrideBits', { authenticatorId, isBadUP, isBadUV })
}

async function createPasskey(device: Wired, name: string, challenge: Hex): Promise<CreatedPasskey> {
  const { page, session, authenticatorId } = device
  await behave(device, HONEST)
  const made = await page.evaluate(register, { name, rpId: RP_ID, challenge: [...hexToBytes(challenge)] })
  const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
  const held = credentials.find(({ credentialId }) => credentialId === toBase64(made.id))
  if (!held) throw new Error('the device does not hold what it made')
  return {
    id: made.id,
    publicKey: bytesToHex(Uint8Array.from(made.publicKey)),
    clientDataJSON: Uint8Array.from(made.clientDataJSON),
    authenticatorData: Uint8Array.from(made.authenticatorData),
    privateKey: Uint8Array.from(Buffer.from(held.privateKey, 'base64')),
  }
}

type Asked = {
  readonly id: string
  readonly digest: Hex
  /** What the page asks for. A careless page lets a person through who never unlocked the device. */
  readonly userVerification: 'required' | 'discouraged'
}

async function assertPasskey(page: Page, asked: Asked): Promise<AssertionResponse> {
  const answer = await page.evaluate(ask, {
    rpId: RP_ID,
    credential: [...Buffer.from(asked.id, 'base64url')],
    challenge: [...hexToBytes(asked.digest)],
    userVerification: asked.userVerification,
  })
  return {
    authenticatorData: Uint8Array.from(answer.authenticatorData),
    clientDataJSON: Uint8Array.from(answer.clientDataJSON),
    signature: Uint8Array.from(answer.signature),
  }
}

function toBase64(base64Url: string): string {
  return Buffer.from(base64Url, 'base64url').toString('base64')
}

// The little of the browser's own names that is used here; the project's types are those of Node.
type Registered = {
  readonly id: string
  readonly response: {
    readonly clientDataJSON: ArrayBuffer
    getPublicKey(): ArrayBuffer
    getAuthenticatorData(): ArrayBuffer
  }
}
type Asserted = { readonly response: Readonly<Record<keyof AssertionResponse, ArrayBuffer>> }
type Credentials = {
  create(options: { publicKey: unknown }): Promise<Registered>
  get(options: { publicKey: unknown }): Promise<Asserted>
}

/** Runs in the page; may use nothing from outside. */
async function register(input: { name: string; rpId: string; challenge: number[] }) {
  const { credentials } = navigator as unknown as { credentials: Credentials }
  const { id, response } = await credentials.create({
    publicKey: {
      rp: { id: input.rpId, name: 'Vouchpenny' },
      user: { id: new TextEncoder().encode(input.name), name: input.name, displayName: input.name },
      challenge: Uint8Array.from(input.challenge),
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    },
  })
  return {
    id,
    publicKey: [...new Uint8Array(response.getPublicKey())],
    clientDataJSON: [...new Uint8Array(response.clientDataJSON)],
    authenticatorData: [...new Uint8Array(response.getAuthenticatorData())],
  }
}

/** Runs in the page; may use nothing from outside. */
async function ask(input: {
  rpId: string
  credential: number[]
  challenge: number[]
  userVerification: string
}) {
  const { credentials } = navigator as unknown as { credentials: Credentials }
  const { response } = await credentials.get({
    publicKey: {
      rpId: input.rpId,
      challenge: Uint8Array.from(input.challenge),
      allowCredentials: [{ type: 'public-key', id: Uint8Array.from(input.credential) }],
      userVerification: input.userVerification,
    },
  })
  return {
    authenticatorData: [...new Uint8Array(response.authenticatorData)],
    clientDataJSON: [...new Uint8Array(response.clientDataJSON)],
    signature: [...new Uint8Array(response.signature)],
  }
}
