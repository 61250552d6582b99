// One log as the replay takes it: an event of the ledger or a movement of its token, with its place on the chain.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { decodeEventLog, erc20Abi, type Address, type Hash, type Hex } from 'viem'

/** Where a log stands. `time` is its block's timestamp, in seconds since 1970. */
export type Place = {
  readonly block: number
  readonly time: number
  readonly chainTransaction: Hash
  readonly logIndex: number
}

export type LedgerEvent = ReturnType<typeof decodeLedgerEvent>

/** The arguments of the event called `Name`. */
export type EventArgs<Name extends LedgerEvent['eventName']> = Extract<
  LedgerEvent,
  { eventName: Name }
>['args']

/** Token units moved into or out of the ledger; addresses in lower case. */
export type TokenMove = {
  readonly from: Address
  readonly to: Address
  readonly raw: bigint
  readonly place: Place
}

export type ReplayLog =
  | { readonly kind: 'event'; readonly place: Place; readonly event: LedgerEvent }
  | { readonly kind: 'move'; readonly place: Place; readonly move: TokenMove }
  /** The address is right and the bytes are not: no such event is in the interface. */
  | { readonly kind: 'unreadable'; readonly place: Place; readonly topic: Hex | undefined }

type LogBytes = { readonly topics: readonly Hex[]; readonly data: Hex }

/** Reads a log that the ledger wrote. */
export function readLedgerLog({ topics, data }: LogBytes, place: Place): ReplayLog {
  try {
    return { kind: 'event', place, event: decodeLedgerEvent(topics, data) }
  } catch {
    // viem throws for an unknown topic and for bytes that do not fit; either way it is reported with its place.
    return { kind: 'unreadable', place, topic: topics[0] }
  }
}

/** Reads a Transfer log of the token. */
export function readTransferLog({ topics, data }: LogBytes, place: Place): ReplayLog {
  try {
    const { args } = decodeEventLog({ abi: erc20Abi, eventName: 'Transfer', topics: topicsOf(topics), data })
    return {
      kind: 'move',
      place,
      move: { from: lower(args.from), to: lower(args.to), raw: args.value, place },
    }
  } catch {
    return { kind: 'unreadable', place, topic: topics[0] }
  }
}

/** Addresses are compared and kept in lower case; only the report writes them with a checksum. */
export function lower(address: Address): Address {
  return address.toLowerCase() as Address
}

function decodeLedgerEvent(topics: readonly Hex[], data: Hex) {
  return decodeEventLog({ abi: rewardLedgerAbi, topics: topicsOf(topics), data })
}

/** viem wants the first topic told apart; an anonymous log has none and is refused by the decoder. */
function topicsOf(topics: readonly Hex[]): [Hex, ...Hex[]] {
  return topics as [Hex, ...Hex[]]
}
