// The text that goes out with a link.

import { expect, test } from 'vitest'
import { shareText } from '#web/pages/share-text.ts'

const link = { shopName: 'Tea', url: 'https://v.example/r/x', disclosure: 'en-US/1' } as const
const TEXT = 'Ad: I earn a small reward if you buy through my link. I like Tea: https://v.example/r/x'

test.each([
  [undefined, TEXT],
  [null, TEXT],
  [{ code: 'MIA10', saving: { kind: 'percent', bps: 1250 } }, `${TEXT} (MIA10: −12.5 %)`],
  [
    { code: 'MIA5', saving: { kind: 'amount', amount: '5.00', currency: 'EUR' } },
    `${TEXT} (MIA5: −5.00 EUR)`,
  ],
  [{ code: 'MIA', saving: null }, `${TEXT} (MIA)`],
] as const)(
  'with the discount %j is the disclosure, the shop, the address and the code',
  (discount, text) => {
    expect(shareText({ ...link, ...(discount === undefined ? {} : { discount }) })).toBe(text)
  },
)
