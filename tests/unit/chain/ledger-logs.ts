// Logs as a node gives them, made by hand.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { decodeLedgerEvents, type MinedLog } from '#chain/ledger-events.ts'
import {
  encodeAbiParameters,
  encodeEventTopics,
  erc20Abi,
  getAbiItem,
  pad,
  toHex,
  type Abi,
  type AbiEvent,
  type Address,
} from 'viem'

export const LEDGER: Address = '0x1111111111111111111111111111111111111111'
export const TOKEN: Address = '0x2222222222222222222222222222222222222222'
export const OTHER: Address = '0x3333333333333333333333333333333333333333'
export const ANNA: Address = '0x4444444444444444444444444444444444444444'
export const BERT: Address = '0x5555555555555555555555555555555555555555'

/** Raw token units in one micro in these tests: a token of eight decimals. */
export const SCALE = 100n

export type Place = { readonly block?: bigint; readonly transaction?: number; readonly index: number }

function placed({ block = 7n, transaction = 1, index }: Place) {
  return {
    blockNumber: block,
    blockHash: pad(toHex(block)),
    transactionHash: pad(toHex(transaction)),
    transactionIndex: transaction,
    logIndex: index,
    removed: false,
    blockTimestamp: undefined,
  }
}

export function transferLog(
  from: Address,
  to: Address,
  rawAmount: bigint,
  place: Place,
  address = TOKEN,
): MinedLog {
  const topics = encodeEventTopics({
    abi: erc20Abi,
    eventName: 'Transfer',
    args: { from, to },
  }) as MinedLog['topics']
  return {
    ...placed(place),
    address,
    topics,
    data: encodeAbiParameters([{ type: 'uint256' }], [rawAmount]),
  } as MinedLog
}

type EventName = Extract<(typeof rewardLedgerAbi)[number], { type: 'event' }>['name']

/** `args` by the names of the interface. */
export function ledgerLog(eventName: EventName, args: Record<string, unknown>, place: Place): MinedLog {
  const { inputs } = getAbiItem({ abi: rewardLedgerAbi as Abi, name: eventName }) as AbiEvent
  const indexed = Object.fromEntries(
    inputs.filter((input) => input.indexed).map(({ name = '' }) => [name, args[name]]),
  )
  const rest = inputs.filter((input) => !input.indexed)
  const topics = encodeEventTopics({ abi: rewardLedgerAbi, eventName, args: indexed } as never)
  const data = encodeAbiParameters(
    rest,
    rest.map(({ name = '' }) => args[name]),
  )
  return { ...placed(place), address: LEDGER, topics, data } as unknown as MinedLog
}

/** Decodes with a block time of 1 000 seconds. */
export function decode(logs: readonly MinedLog[]) {
  return decodeLedgerEvents(logs, { ledger: LEDGER, token: TOKEN, scale: SCALE }, () => 1_000)
}
