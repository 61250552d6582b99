// Reads what a settle call carries, for a ledger in memory: written from the text of IRewardLedger, not from the encoder.

import { micros } from '#domain/money.ts'
import { getAddress } from 'viem/utils'

import { Refusal } from './refusal.ts'

import type { NetEntry } from '#domain/records.ts'
import type { Address, Hex } from 'viem'

/** The payees of a settle call; they ascend strictly. */
export function payeesIn(packed: Hex): readonly Address[] {
  const payees = (packed.slice(2).match(/.{40}/g) ?? []).map((digits) => getAddress(`0x${digits}`))
  const ascend = payees.every((payee, at) => at === 0 || BigInt(payees[at - 1] ?? 0) < BigInt(payee))
  if (!ascend) throw new Refusal('PayeesNotAscending')
  return payees
}

/** The net list that `index 2 B · sum 6 B` entries stand for. */
export function unindex(indexed: Hex, payees: readonly Address[]): NetEntry[] {
  return (indexed.slice(2).match(/.{16}/g) ?? []).map((digits) => {
    const payee = payees[Number.parseInt(digits.slice(0, 4), 16)]
    if (!payee) throw new Refusal('PayeeIndexUnknown')
    return { payee, micros: micros(BigInt(`0x${digits.slice(4)}`)) }
  })
}
