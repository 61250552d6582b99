// The pages that move money out of a passkey's account: their words, and what each state of an instruction says.

import { describe, expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { htmlText, type Html } from '#web/pages/html.ts'
import type { ShownInstruction } from '#web/pages/instruction-words.ts'
import { meInstructionPage } from '#web/pages/me-instruction-page.ts'
import { meMoneyPage, ownAddressPage, type MeMoneyPage } from '#web/pages/me-money-page.ts'
import { meSignInPage } from '#web/pages/me-sign-in-page.ts'

/** Words of the machine room. */
const NOT_FOR_PEOPLE =
  /\b(retailer|recommender|payee|pool|batch|commit|committed|amend|amended|settle|settled|countersign|evidence|attribution|micros|hash|merkle|nonce|gas|wallet|seed phrase|policy|idempotency|epoch|token|recovery|blockchain|instruction)\b/i

const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

const transfer: ShownInstruction = {
  instructionId: '2345678923456789',
  type: 'transfer',
  amount: micros(4_250_000n),
  to: ADDRESS,
  state: 'waiting',
  askedAt: Date.parse('2026-11-20T10:00:00Z'),
  readyAt: Date.parse('2026-11-22T10:05:00Z'),
  refusal: null,
}

const money: MeMoneyPage = {
  token: 'home',
  account: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  held: micros(12_500_000n),
  owed: micros(40_000n),
  key: { kind: 'passkey', passkeyId: 'aaaaaaaaaaaaaaaa' },
  recovery: { kind: 'nobody' },
  passkeys: [{ passkeyId: 'aaaaaaaaaaaaaaaa', createdAt: Date.parse('2026-11-01T10:00:00Z'), role: 'key' }],
  instructions: [transfer],
  values: {},
  problems: {},
}

function words(page: Html): string {
  return htmlText(page)
    .replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

const passkey = { origin: 'http://localhost:8787', options: { challenge: 'abc' } }
const drafted = (instruction: Partial<Parameters<typeof meInstructionPage>[0]['instruction']>) =>
  meInstructionPage({
    token: 'home',
    passkey,
    instruction: {
      ...transfer,
      state: 'draft',
      by: 'key',
      waitsSeconds: 172_800,
      credentialIds: ['abc'],
      signer: { kind: 'passkey', passkeyId: 'aaaaaaaaaaaaaaaa' },
      typedData: { primaryType: 'Transfer' },
      ...instruction,
    },
  })

test('no page speaks of the machine room', () => {
  const states = [
    'draft',
    'signed',
    'waiting',
    'carrying',
    'done',
    'cancelled',
    'expired',
    'refused',
  ] as const
  const types = ['transfer', 'withdraw', 'cancel', 'set-recovery', 'set-key', 'set-minimum'] as const
  const pages = [
    meMoneyPage(money),
    meMoneyPage({ ...money, recovery: { kind: 'passkey', passkeyId: 'bbbbbbbbbbbbbbbb' } }),
    meMoneyPage({ ...money, recovery: { kind: 'address', address: ADDRESS } }),
    ownAddressPage({ token: 'home', payee: ADDRESS }),
    meSignInPage({ token: 'home', sessions: [], passkeys: money.passkeys, passkey }),
    ...states.map((state) => drafted({ state })),
    ...types.map((type) => drafted({ type })),
    drafted({ credentialIds: [] }),
    drafted({ by: 'recovery' }),
    drafted({ by: 'recovery', signer: { kind: 'address', address: ADDRESS } }),
  ]
  for (const page of pages) expect(words(page)).not.toMatch(NOT_FOR_PEOPLE)
})

describe('the page of one’s money', () => {
  test('shows what waits until when, with one button that ends all of it', () => {
    const page = meMoneyPage(money)
    expect(words(page)).toContain('4.25 test dollars go to 0x7099…dc79C8 . On 22 Nov 2026, 10:05 UTC .')
    expect(htmlText(page)).toContain('action="/me/home/money/cancel"')
    expect(htmlText(meMoneyPage({ ...money, instructions: [] }))).not.toContain('money/cancel')
  })

  test('lets the holder of the second passkey cancel as well, and take over', () => {
    const page = htmlText(
      meMoneyPage({ ...money, recovery: { kind: 'passkey', passkeyId: 'bbbbbbbbbbbbbbbb' } }),
    )
    expect(page).toContain('name="by" value="recovery"')
    expect(page).toContain('action="/me/home/money/key"')
    expect(htmlText(meMoneyPage(money))).not.toContain('value="recovery"')
  })

  test('warns whoever has nothing that can take the passkey’s place', () => {
    expect(words(meMoneyPage(money))).toContain('if it is lost, so is the money in this account')
  })

  test('offers what is owed only where something is owed', () => {
    expect(htmlText(meMoneyPage(money))).toContain('value="withdraw"')
    expect(htmlText(meMoneyPage({ ...money, owed: micros(0n) }))).not.toContain('value="withdraw"')
  })
})

describe('the page of one thing that was asked for', () => {
  test('warns of two days for a new address, and of no way back for a known one', () => {
    expect(words(drafted({}))).toContain('it waits 2 days, and you can cancel it until then')
    expect(words(drafted({ waitsSeconds: 0 }))).toContain('done at once and cannot be taken back')
    expect(words(drafted({ type: 'set-key', waitsSeconds: 604_800 }))).toContain('It waits 7 days')
  })

  test('shows the whole address, and looks again only while something is on its way', () => {
    const draft = htmlText(drafted({}))
    expect(draft).toContain(ADDRESS)
    expect(draft).not.toContain('http-equiv="refresh"')
    expect(htmlText(drafted({ state: 'signed' }))).toContain('http-equiv="refresh"')
    expect(htmlText(drafted({ state: 'done' }))).not.toContain('http-equiv="refresh"')
  })

  test('says why the account did not take it', () => {
    const why = (refusal: string | null) => words(drafted({ state: 'refused', refusal }))
    expect(why('PasskeyAccount_DeadlinePassed')).toContain('could not be carried within the hour')
    expect(why('PasskeyAccount_TransferFailed')).toContain('did not hold that much any more')
    expect(why(null)).toContain('The account did not take it.')
  })
})
