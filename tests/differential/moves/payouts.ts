// Moves on matured batches and on what people are owed.

import type { Address, Hex } from 'viem'
import { packIndexedNetList } from '../../support/ledger-model/batch-bytes.ts'
import { join } from '../../support/ledger-model/bytes.ts'
import { accountOf, type Batch } from '../../support/ledger-model/state.ts'
import { LEDGER_TYPES } from '../../support/ledger-model/typed-data.ts'
import { EVERYBODY, PEOPLE, type Person } from '../cast.ts'
import type { Dice } from '../dice.ts'
import { domainOf, flipped, signed } from '../sign.ts'
import {
  batchesOf,
  deadlineFrom,
  forbiddenOf,
  goToEdge,
  UNKNOWN_POOL,
  type Move,
  type World,
} from '../world.ts'

const FAULTY = 0.3

/** Shares of calls with too little gas for any push; most of `pay` have nobody to push to. */
const SHORT_OF_GAS = { settle: 0.3, pay: 0.25 } as const

/** Payees of a settle that reaches its first push with the gas of one push. */
const FEW = 2

const MOST_MINIMUM = 1_000_000_000n

type SettleArgs = { payees: Hex; batches: Reference[] }
type Reference = { pool: number; seq: number; recordsHash: Hex; indexedNetList: Hex }

const SETTLE_FAULTS = [
  'pool',
  'seq',
  'records-hash',
  'list-length',
  'swapped',
  'payee-twice',
  'net-length',
  'index',
  'flipped',
  'no-entries',
] as const

export const settle: Move = (world, dice) => {
  const batches = chooseBatches(world, dice)
  const everybody = payeesOf(world, dice, batches)
  const args: SettleArgs = {
    payees: join(everybody.map((payee) => payee.slice(2))),
    batches: batches.map(({ pool, seq, recordsHash, net }) => ({
      pool,
      seq,
      recordsHash,
      indexedNetList: packIndexedNetList(net, everybody),
    })),
  }
  spoil(dice, args, dice.fault(SETTLE_FAULTS, FAULTY))
  const push = dice.chance(0.75)
  // Each credit before the first push takes a share of the gas of that push, which is all there is.
  const isShortOfGas = everybody.length <= FEW && dice.chance(SHORT_OF_GAS.settle)
  return [
    {
      name: 'settle',
      from: dice.of(EVERYBODY).address,
      args: [args.payees, args.batches, push],
      isShortOfGas,
    },
  ]
}

/** Mostly matured ones; sometimes the clock is moved to where one matures; sometimes one is already closed. */
function chooseBatches(world: World, dice: Dice): Batch[] {
  const all = batchesOf(world)
  const open = all.filter(({ maturesAt }) => maturesAt > 0)
  const first = open.toSorted((a, b) => a.maturesAt - b.maturesAt)[0]
  const next = dice.chance(0.2) ? dice.of([first, ...open]) : first
  if (next && (next.maturesAt > world.now || dice.chance(0.2))) goToEdge(world, dice, next.maturesAt)
  const ready = open.filter(({ maturesAt }) => maturesAt <= world.now)
  const chosen = ready.length > 0 ? dice.some(ready, 4) : []
  if (next && !chosen.includes(next) && (chosen.length === 0 || dice.chance(0.1))) chosen.push(next)
  if (chosen.length === 0 || dice.chance(0.15)) chosen.push(dice.of(all))
  return dice.chance(0.5) ? chosen.toReversed() : chosen
}

/** Everyone in the batches and sometimes others, also those whom no batch can name, each once, in ascending order. */
function payeesOf(world: World, dice: Dice, batches: readonly Batch[]): Address[] {
  const named = batches.flatMap(({ net }) => net.map(({ payee }) => payee))
  const others = [...PEOPLE.map(({ address }) => address), ...forbiddenOf(world)]
  const strangers = dice.chance(0.2) ? dice.some(others, 4) : []
  return [...new Set([...named, ...strangers])].sort()
}

function spoil(dice: Dice, args: SettleArgs, fault: (typeof SETTLE_FAULTS)[number] | undefined): void {
  const one = dice.of(args.batches)
  const listed = args.payees.slice(2).match(/.{40}/g) ?? []
  switch (fault) {
    case 'pool':
      one.pool = UNKNOWN_POOL
      return
    case 'seq':
      one.seq = dice.of([0, 60, 2 ** 32 - 1])
      return
    case 'records-hash':
      one.recordsHash = flipped(dice, one.recordsHash)
      return
    case 'list-length':
      args.payees = dice.of([`${args.payees}00` as const, `0x${args.payees.slice(4)}` as const])
      return
    case 'swapped':
      args.payees = join(listed.toReversed())
      return
    case 'payee-twice':
      args.payees = join([...listed, ...listed.slice(-1)])
      return
    case 'net-length':
      one.indexedNetList = dice.of([
        `${one.indexedNetList}00` as const,
        `0x${one.indexedNetList.slice(4)}` as const,
      ])
      return
    case 'index':
      // The last of the list is gone; whoever was there is nowhere.
      args.payees = join(listed.slice(0, -1))
      return
    case 'flipped':
      one.indexedNetList = flipped(dice, one.indexedNetList)
      return
    case 'no-entries':
      one.indexedNetList = '0x'
      return
    case undefined:
  }
}

export const pay: Move = (world, dice) => {
  const owed = [...world.ledger.state.accounts].filter(([, { owedMicros }]) => owedMicros > 0n)
  const due = owed.map(([payee]) => payee)
  const others = PEOPLE.map(({ address }) => address)
  const payees = dice.some(due.length > 0 && dice.chance(0.8) ? due : others, 4)
  if (dice.chance(0.1)) payees.push(dice.of([...payees, ...forbiddenOf(world)]))
  const isShortOfGas = dice.chance(SHORT_OF_GAS.pay)
  return [
    { name: 'pay', from: dice.of(EVERYBODY).address, args: [dice.chance(0.02) ? [] : payees], isShortOfGas },
  ]
}

type Withdrawal = { readonly payee: Person; readonly to: Address; readonly micros: bigint }

export const withdraw: Move = (world, dice) => {
  const { payee, to, micros } = chooseWithdrawal(world, dice)
  return [{ name: 'withdraw', from: payee.address, args: [to, micros] }]
}

export const withdrawWithSignature: Move = async (world, dice) => {
  const { payee, to, micros } = chooseWithdrawal(world, dice)
  const fault = dice.fault(['late', 'signature', 'signature', 'payee'], FAULTY)
  const deadline = deadlineFrom(world, dice, fault === 'late')
  const values = [payee.address, to, micros, accountOf(world.ledger, payee.address).nonce, deadline]
  const signature = await signed(
    dice,
    { signer: payee, domain: domainOf(world), type: LEDGER_TYPES.Withdraw, values },
    fault === 'signature',
  )
  const named = fault === 'payee' ? strangerTo(world, dice) : payee.address
  const call = {
    name: 'withdrawWithSignature',
    from: dice.of(EVERYBODY).address,
    args: [named, to, micros, deadline, signature],
  } as const
  return dice.chance(0.1) ? [call, call] : [call]
}

/** Mostly somebody who is owed something, and no more than that. */
function chooseWithdrawal(world: World, dice: Dice): Withdrawal {
  const owing = PEOPLE.filter(({ address }) => accountOf(world.ledger, address).owedMicros > 0n)
  const payee = dice.of(owing.length > 0 && dice.chance(0.9) ? owing : PEOPLE)
  const { owedMicros } = accountOf(world.ledger, payee.address)
  const fault = dice.fault(['to', 'to', 'zero', 'over', 'far-over'], FAULTY)
  const amounts = { zero: 0n, over: owedMicros + 1n, 'far-over': 2n ** 64n - 1n } as Partial<
    Record<string, bigint>
  >
  // Anybody, and those whom the token may refuse.
  const others = [...EVERYBODY.map(({ address }) => address), ...world.ledger.state.token.moods.keys()]
  const part = owedMicros > 1n ? dice.amount(1n, owedMicros) : 1n
  return {
    payee,
    to: fault === 'to' ? dice.of(forbiddenOf(world)) : dice.of([payee.address, payee.address, ...others]),
    micros: amounts[fault ?? ''] ?? dice.of([owedMicros, part, part]),
  }
}

export const setMinimumPayout: Move = (_, dice) => [
  { name: 'setMinimumPayout', from: dice.of(PEOPLE).address, args: [chooseMinimum(dice)] },
]

export const setMinimumPayoutWithSignature: Move = async (world, dice) => {
  const payee = dice.of(PEOPLE)
  const micros = chooseMinimum(dice)
  const fault = dice.fault(['late', 'signature', 'signature', 'payee'], FAULTY)
  const deadline = deadlineFrom(world, dice, fault === 'late')
  const values = [payee.address, micros, accountOf(world.ledger, payee.address).nonce, deadline]
  const signature = await signed(
    dice,
    { signer: payee, domain: domainOf(world), type: LEDGER_TYPES.SetMinimumPayout, values },
    fault === 'signature',
  )
  const named = fault === 'payee' ? strangerTo(world, dice) : payee.address
  const from = dice.of(EVERYBODY).address
  return [{ name: 'setMinimumPayoutWithSignature', from, args: [named, micros, deadline, signature] }]
}

function chooseMinimum(dice: Dice): bigint {
  return dice.chance(0.2)
    ? dice.of([MOST_MINIMUM + 1n, 2n ** 64n - 1n])
    : dice.of([0n, 0n, 1n, dice.amount(1n, 400_000n), dice.amount(1n, 400_000n), MOST_MINIMUM])
}

/** Somebody whose signature this cannot be. */
function strangerTo(world: World, dice: Dice): Address {
  return dice.of([...forbiddenOf(world), dice.of(EVERYBODY).address])
}
