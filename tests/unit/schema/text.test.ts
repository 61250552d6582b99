// Names, e-mail addresses, shop addresses and payout addresses as they may and may not be written.

import { describe, expect, test } from 'vitest'
import { addressSchema } from '#schema/address.ts'
import { emailSchema, handleSchema, nameSchema, shopUrlSchema } from '#schema/text.ts'

describe('a handle', () => {
  test.each(['mia', '@mia.bakes', 'Zoë 3', '王小明', "O'Neil", 'a'.repeat(40)])('%s is taken', (text) => {
    expect(handleSchema.parse(text)).toBe(text)
  })

  test('is trimmed and composed', () => {
    expect(handleSchema.parse('  Zoe\u0308 ')).toBe('Zoë')
  })

  test.each([
    '',
    '   ',
    '<b>',
    'a\nb',
    'a\u0000b',
    '\u202eevil',
    '-x',
    '=cmd',
    'a'.repeat(41),
    '\ud83d',
    7,
    null,
  ])('%j is refused', (input) => {
    expect(handleSchema.safeParse(input).success).toBe(false)
  })
})

describe('a name', () => {
  test('takes marks that are written into pages escaped', () => {
    expect(nameSchema.parse('Tea & <Leaf>')).toBe('Tea & <Leaf>')
  })

  test.each(['', 'a'.repeat(81), 'a\u2028b'])('%j is refused', (input) => {
    expect(nameSchema.safeParse(input).success).toBe(false)
  })
})

describe('an e-mail address', () => {
  test('is the same for all spellings of one mailbox', () => {
    expect(emailSchema.parse(' Mia+shop@Example.COM ')).toBe('mia@example.com')
    expect(emailSchema.parse('mia.b@example.com')).toBe('mia.b@example.com')
  })

  test.each(['', 'mia', '@example.com', 'mia@', 'a b@example.com', `${'a'.repeat(250)}@b.co`])(
    '%j is refused',
    (input) => {
      expect(emailSchema.safeParse(input).success).toBe(false)
    },
  )
})

describe("a shop's address", () => {
  test.each([
    ['https://tea.example', 'https://tea.example/'],
    ['http://localhost:4000/shop?x=1', 'http://localhost:4000/shop?x=1'],
  ])('%s is taken', (text, expected) => {
    expect(shopUrlSchema.parse(text)).toBe(expected)
  })

  test.each([
    'tea.example',
    '//tea.example',
    'ftp://tea.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user:pass@tea.example',
    'https://tea.example/#x',
    'https://',
    'https://tea.example/\n',
    `https://tea.example/${'a'.repeat(2000)}`,
  ])('%j is refused', (input) => {
    expect(shopUrlSchema.safeParse(input).success).toBe(false)
  })
})

describe('a payout address', () => {
  const address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

  test.each([address, address.toLowerCase(), ` ${address}\n`])('%j comes out with its checksum', (text) => {
    expect(addressSchema.parse(text)).toBe(address)
  })

  test.each([
    '0x70997970C51812dc3A010C7d01b50e0d17dc79C',
    '0x70997970C51812dc3A010C7d01b50e0d17dc79C88',
    '70997970C51812dc3A010C7d01b50e0d17dc79C8',
    '0x70997970c51812dc3A010C7d01b50e0d17dc79C8',
    '0xZ0997970C51812dc3A010C7d01b50e0d17dc79C8',
    'vitalik.eth',
    '',
    0,
  ])('%j is refused', (input) => {
    expect(addressSchema.safeParse(input).success).toBe(false)
  })
})
