import { describe, expect, test } from 'vitest'
import {
  CLICK_TOKEN_LENGTH_MAX,
  clickClaimText,
  clickedAt,
  clickMacHex,
  formatClickToken,
  parseClickToken,
} from '#domain/click-token.ts'

const claim = { code: 'shap2way22222', clickedAtSeconds: 1_767_225_600, nonce: 'abcdefghjkmnpqrs' }

/** 32 bytes: 0, 1, 2 … */
const mac = Uint8Array.from({ length: 32 }, (_, i) => i)

/** 1 767 225 600 is t85s00 in base 36; the MAC is cut to ten bytes. */
const TOKEN = 'shap2way22222-t85s00-abcdefghjkmnpqrs-00010203040506070809'

test('is the link code, the second, a nonce and the first ten bytes of the MAC', () => {
  expect(clickClaimText(claim)).toBe('shap2way22222-t85s00-abcdefghjkmnpqrs')
  expect(formatClickToken(claim, mac)).toBe(TOKEN)
  expect(clickMacHex(mac)).toBe('00010203040506070809')
})

test('reads what it writes, and the instant in milliseconds', () => {
  const parsed = parseClickToken(TOKEN)
  expect(parsed).toEqual({ ...claim, macHex: '00010203040506070809' })
  expect(clickedAt(parsed!)).toBe(1_767_225_600_000)
})

test('any one character that is changed, dropped or added makes it another token or none', () => {
  const all = '0123456789abcdefghijklmnopqrstuvwxyz-AZ_ é'
  const refused = { changed: 0, tried: 0 }
  const isRight = (text: string): boolean => {
    const parsed = parseClickToken(text)
    return (
      parsed !== undefined &&
      clickClaimText(parsed) + parsed.macHex === clickClaimText(claim) + clickMacHex(mac)
    )
  }
  for (let at = 0; at < TOKEN.length; at += 1) {
    const before = TOKEN.slice(0, at)
    for (const character of all) {
      if (character === TOKEN[at]) continue
      refused.tried += 1
      if (parseClickToken(before + character + TOKEN.slice(at + 1)) === undefined) refused.changed += 1
      expect(isRight(before + character + TOKEN.slice(at + 1))).toBe(false)
    }
    expect(isRight(before + TOKEN.slice(at + 1))).toBe(false)
    expect(isRight(`${before}2${TOKEN.slice(at)}`)).toBe(false)
  }
  // Most of them are not even tokens: capitals, blanks, characters outside the alphabets.
  expect(refused.changed).toBeGreaterThan(refused.tried / 4)
})

describe('parseClickToken refuses', () => {
  test.each([
    ['nothing', ''],
    ['a bare link code', 'shap2way22222'],
    ['a code of twelve characters', TOKEN.slice(1)],
    ['a code with a character outside the alphabet', TOKEN.replace('shap2', 'shop2')],
    ['a nonce of fifteen characters', TOKEN.replace('pqrs-', 'pqr-')],
    ['a nonce with a character outside the alphabet', TOKEN.replace('pqrs-', 'pqr1-')],
    ['a second that begins with zero', TOKEN.replace('-t85s00-', '-0t85s00-')],
    ['no second', TOKEN.replace('-t85s00-', '--')],
    ['a second of eight digits', TOKEN.replace('-t85s00-', '-t85s0000-')],
    ['a MAC of nine bytes', TOKEN.slice(0, -2)],
    ['a MAC of eleven bytes', `${TOKEN}0a`],
    ['a MAC in capitals', TOKEN.replace('0809', '080A')],
    ['capitals', TOKEN.toUpperCase()],
    ['something after it', `${TOKEN}\n`],
    ['something before it', ` ${TOKEN}`],
    ['a very long text', TOKEN + '0'.repeat(1_000_000)],
  ])('%s', (_, text) => {
    expect(parseClickToken(text)).toBeUndefined()
  })
})

test('the longest token fits the limit', () => {
  // The last second of seven digits in base 36.
  const longest = formatClickToken({ ...claim, clickedAtSeconds: 78_364_164_095 }, mac)
  expect(longest).toContain('-zzzzzzz-')
  expect(longest).toHaveLength(59)
  expect(longest.length).toBeLessThanOrEqual(CLICK_TOKEN_LENGTH_MAX)
  expect(parseClickToken(longest)).toMatchObject({ clickedAtSeconds: 78_364_164_095 })
})
