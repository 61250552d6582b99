// Moves of whoever funds a pool: by allowance, permit and authorization; and of people at the token itself.

import type { Address } from 'viem'
import { MOODS, type LedgerCall, type TokenCall } from '../../support/ledger-model/interface.ts'
import { authorizationNonce } from '../../support/ledger-model/deposits.ts'
import { balanceOf, tokenDomain } from '../../support/ledger-model/token.ts'
import { ledgerDomain, TOKEN_TYPES, type Domain } from '../../support/ledger-model/typed-data.ts'
import { CARRIER, EVERYBODY, OWNERS, PEOPLE, THIEF, type Person } from '../cast.ts'
import type { Dice } from '../dice.ts'
import { signed, split } from '../sign.ts'
import { poolsOf, UNKNOWN_POOL, type Move, type NumberedPool, type World } from '../world.ts'

const FAULTY = 0.25

/** Enough for some batches of tight terms and for one of wide ones. */
const MOST_DEPOSIT_MICROS = 30_000_000n

const MOST_MICROS = 2n ** 63n - 1n

/** Those who hold tokens from the start. */
export const FUNDERS: readonly Person[] = [...OWNERS, CARRIER]

/** A ledger that is full takes no deposit for the rest of its history. */
const OVERFLOWING = 0.015

const FAULTS = ['pool', 'owner', 'zero', 'fraction', 'poor'] as const
type Fault = (typeof FAULTS)[number] | 'overflow'

export const deposit: Move = (world, dice) => {
  const { pool, from, fault, rawAmount } = chosen(world, dice)
  return [
    ...brimful(world, fault),
    { name: 'deposit', from: from.address, args: [...target(pool, dice, fault), rawAmount] },
  ]
}

export const depositWithPermit: Move = async (world, dice) => {
  const { pool, from, fault, rawAmount } = chosen(world, dice)
  const { ledger } = world.ledger.deployment
  const isWrong = dice.chance(FAULTY)
  const deadline = BigInt(world.now + dice.of([-1, 0, 1, 600, 600]))
  const nonce = world.ledger.state.token.permitNonces.get(from.address) ?? 0n
  const values = [from.address, ledger, rawAmount, nonce, deadline]
  const domain = domainOfToken(world)
  const { v, r, s } = split(
    await signed(dice, { signer: from, domain, type: TOKEN_TYPES.Permit, values }, isWrong),
  )
  const own: LedgerCall = {
    name: 'depositWithPermit',
    from: from.address,
    args: [...target(pool, dice, fault), rawAmount, deadline, v, r, s],
  }
  // Somebody who saw it coming may carry the permit to the token first.
  const isValid = !isWrong && deadline >= BigInt(world.now) && tokenDomain(world.ledger) !== undefined
  const ahead: TokenCall = {
    name: 'permit',
    from: THIEF.address,
    args: [from.address, ledger, rawAmount, deadline, v, r, s],
  }
  return [...brimful(world, fault), ...(isValid && dice.chance(0.2) ? [ahead] : []), own]
}

export const depositWithAuthorization: Move = async (world, dice) => {
  const { pool, from, fault, rawAmount } = chosen(world, dice)
  const { ledger } = world.ledger.deployment
  const timing = dice.fault(['early', 'late'], FAULTY / 3)
  const validAfter = BigInt(world.now - (timing === 'early' ? 0 : dice.of([1, 60])))
  const validBefore = BigInt(world.now + (timing === 'late' ? 0 : dice.of([1, 60])))
  const salt = `0x${dice.below(4).toString(16).padStart(64, '0')}` as const
  // A thief's favourite: the same authorization for another pool, or another owner.
  const [poolMeant, ownerMeant] = dice.chance(0.1)
    ? ([dice.of(poolsOf(world)).id, THIEF.address] as const)
    : ([pool.id, pool.owner] as const)
  const nonce = authorizationNonce(poolMeant, ownerMeant, salt)
  const values = [from.address, ledger, rawAmount, validAfter, validBefore, nonce]
  const domain = domainOfToken(world)
  const signing = { signer: from, domain, type: TOKEN_TYPES.ReceiveWithAuthorization, values }
  const { v, r, s } = split(await signed(dice, signing, dice.chance(FAULTY / 2)))
  const authorization = { from: from.address, rawAmount, validAfter, validBefore, salt, v, r, s }
  const own: LedgerCall = {
    name: 'depositWithAuthorization',
    from: dice.of(EVERYBODY).address,
    args: [...target(pool, dice, fault), authorization],
  }
  return [...brimful(world, fault), own, ...(dice.chance(0.15) ? [own] : [])]
}

/** How the token treats somebody from now on. */
export const setMood: Move = (_, dice) => {
  const payee = dice.of([...PEOPLE, ...OWNERS, ...OWNERS, ...OWNERS, ...OWNERS, CARRIER])
  return [{ name: 'setMood', from: THIEF.address, args: [payee.address, dice.below(MOODS.length)] }]
}

export const approve: Move = ({ ledger }, dice) => {
  const { scale, ledger: spender } = ledger.deployment
  const allowance = dice.of([0n, 1n, 5_000_000n * scale, 2n ** 256n - 1n, 2n ** 256n - 1n])
  return [{ name: 'approve', from: dice.of(FUNDERS).address, args: [spender, allowance] }]
}

/** Tokens that nobody deposited. */
export const donate: Move = ({ ledger }, dice) => [
  { name: 'mint', from: THIEF.address, args: [ledger.deployment.ledger, dice.amount(1n, 9_999n)] },
]

type Chosen = {
  readonly pool: NumberedPool
  readonly from: Person
  readonly fault: Fault | undefined
  readonly rawAmount: bigint
}

function chosen(world: World, dice: Dice): Chosen {
  const { scale } = world.ledger.deployment
  const fault = dice.chance(OVERFLOWING) ? 'overflow' : dice.fault(FAULTS, FAULTY)
  const from = fault === 'poor' && dice.chance(0.4) ? THIEF : dice.of(FUNDERS)
  const whole = dice.amount(1n, MOST_DEPOSIT_MICROS) * scale
  const odd: Partial<Record<Fault, bigint>> = {
    zero: 0n,
    fraction: whole + dice.amount(1n, scale),
    poor: balanceOf(world.ledger, from.address) + 1n,
  }
  return { pool: dice.of(poolsOf(world)), from, fault, rawAmount: odd[fault ?? 'pool'] ?? whole }
}

function target(pool: NumberedPool, dice: Dice, fault: Fault | undefined): [number, Address] {
  const expectedOwner = fault === 'owner' ? dice.of(EVERYBODY).address : pool.owner
  return [fault === 'pool' ? UNKNOWN_POOL : pool.id, expectedOwner]
}

/** What people sign for the token; for one that takes no signatures, anything. */
function domainOfToken({ ledger }: World): Domain {
  return tokenDomain(ledger) ?? ledgerDomain(ledger.deployment.chainId, ledger.deployment.token)
}

/** Fills the ledger with nobody's tokens up to what it can count, so that a deposit no longer fits. */
function brimful({ ledger }: World, fault: Fault | undefined): TokenCall[] {
  if (fault !== 'overflow') return []
  const { scale, ledger: itself } = ledger.deployment
  const room = MOST_MICROS * scale - balanceOf(ledger, itself)
  return room > 0n ? [{ name: 'mint', from: THIEF.address, args: [itself, room] }] : []
}
