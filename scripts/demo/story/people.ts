// The forty people of the story: their names, payout addresses, and which shops they recommend.

import type { Address } from 'viem'
import { getAddress, keccak256, stringToHex } from 'viem/utils'
import { createSeededRandom } from './seeded-random.ts'
import type { ShopKey } from './shops.ts'

export type Person = {
  readonly index: number
  readonly handle: string
  /** Given when joining; some people give none. */
  readonly email: string | undefined
  readonly payee: Address
  /** The first shop is joined by name and address, a second one with the sign-in token of the first. */
  readonly shops: readonly [ShopKey, ...ShopKey[]]
  /** How far the person's links reach, relative to others. */
  readonly reach: number
}

/** One person's link for one shop. */
export type Membership = { readonly person: Person; readonly shop: ShopKey }

/** Of forty people, eight recommend both shops, eighteen the first alone and fourteen the second alone. */
const BOTH_SHOPS = 8
const BIRCH_ONLY = 18

/** In how many of a hundred cases somebody leaves an e-mail address. */
const EMAIL_PERCENT = 70

/** Reach goes from a few friends to a popular account. */
const REACH_MAX = 9

/** Forty names; the handle is the name and a pastime. */
const NAMES = [
  ...['Ada', 'Bela', 'Carlos', 'Dilan', 'Edda', 'Farid', 'Greta', 'Hana', 'Ines', 'Jonas'],
  ...['Kaya', 'Lior', 'Mira', 'Nadia', 'Omar', 'Petra', 'Quinn', 'Rosa', 'Samir', 'Tilda'],
  ...['Uma', 'Viktor', 'Wanda', 'Xenia', 'Yusuf', 'Zora', 'Anouk', 'Bruno', 'Chiara', 'Dora'],
  ...['Emil', 'Frida', 'Goran', 'Heidi', 'Ivan', 'Jana', 'Kofi', 'Lena', 'Malik', 'Nora'],
]

const PASTIMES = ['bakes', 'knits', 'runs', 'reads', 'paints', 'hikes', 'brews', 'sews']

/** The people of the story for a seed; people 38 and 39 recommend the coffee shop alone. */
export function generatePeople(seed: number): readonly Person[] {
  const random = createSeededRandom(seed, 'people')
  return NAMES.map((name, index) => {
    const handle = `${name.toLowerCase()}.${random.pick(PASTIMES)}`
    return {
      index,
      handle,
      // The first person always leaves an address: the self-referral needs one.
      email: index === 0 || random.chance(EMAIL_PERCENT) ? `${handle}@people.example` : undefined,
      payee: payeeOf(seed, index),
      shops: shopsOf(index),
      reach: random.int(1, REACH_MAX),
    }
  })
}

/** All links of the story: one for each person and shop. */
export function membershipsOf(people: readonly Person[]): readonly Membership[] {
  return people.flatMap((person) => person.shops.map((shop) => ({ person, shop })))
}

/** An address nobody has a key of: test dollars sent there stay there. */
function payeeOf(seed: number, index: number): Address {
  const hash = keccak256(stringToHex(`vouchpenny demo payee ${seed} ${index}`))
  return getAddress(`0x${hash.slice(-40)}`)
}

function shopsOf(index: number): Person['shops'] {
  if (index < BOTH_SHOPS) return index % 2 === 0 ? ['birch', 'northwind'] : ['northwind', 'birch']
  return index < BOTH_SHOPS + BIRCH_ONLY ? ['birch'] : ['northwind']
}
