// What becomes of an instruction to a passkey account, step by step, from what the chain says.

import { describe, expect, test } from 'vitest'
import { nextStep, type InstructionSight } from '#domain/account-instruction.ts'

/** 2 January 2026, and two days later. */
const NOW = 1_767_312_000
const READY = 1_767_484_800

const signed: InstructionSight = {
  state: 'signed',
  readyAtSeconds: null,
  attempt: 0,
  tryAfterSeconds: null,
  carriage: undefined,
  waitsUntilSeconds: 0,
  logged: 'none',
  nowSeconds: NOW,
}
const carriage = (state: string, refusal?: string) => ({ state, refusal })
const waiting: InstructionSight = {
  ...signed,
  state: 'waiting',
  readyAtSeconds: READY,
  waitsUntilSeconds: READY,
}
const carrying: InstructionSight = { ...waiting, state: 'carrying', nowSeconds: READY }

describe('a signed instruction', () => {
  test('is carried, and left alone while that is on its way', () => {
    expect(nextStep(signed)).toEqual({ do: 'carry' })
    for (const state of ['planned', 'signed', 'broadcast', 'mined'])
      expect(nextStep({ ...signed, carriage: carriage(state) })).toEqual({ do: 'nothing' })
  })

  test('waits when the account says so, and is done when it does not', () => {
    expect(nextStep({ ...signed, carriage: carriage('final'), waitsUntilSeconds: READY })).toEqual({
      do: 'change',
      change: { state: 'waiting', readyAtSeconds: READY },
    })
    expect(nextStep({ ...signed, carriage: carriage('final') })).toEqual({
      do: 'change',
      change: { state: 'done' },
    })
  })

  test('counts as carried when somebody else carried the same bytes before', () => {
    const refused = carriage('reverted', 'PasskeyAccount_NonceNotNext')
    expect(nextStep({ ...signed, carriage: refused, waitsUntilSeconds: READY })).toEqual({
      do: 'change',
      change: { state: 'waiting', readyAtSeconds: READY },
    })
    expect(nextStep({ ...signed, carriage: refused, logged: 'done' })).toEqual({
      do: 'change',
      change: { state: 'done' },
    })
    expect(nextStep({ ...signed, carriage: refused, logged: 'ended' })).toEqual({
      do: 'change',
      change: { state: 'cancelled' },
    })
  })

  test('is refused, with the account’s own reason, when nothing came of it', () => {
    expect(nextStep({ ...signed, carriage: carriage('refused', 'PasskeyAccount_DeadlinePassed') })).toEqual({
      do: 'change',
      change: { state: 'refused', refusal: 'PasskeyAccount_DeadlinePassed' },
    })
  })
})

describe('one that waits', () => {
  test('is left alone until its second, and carried from then on', () => {
    expect(nextStep({ ...waiting, nowSeconds: READY - 1 })).toEqual({ do: 'nothing' })
    expect(nextStep({ ...waiting, nowSeconds: READY })).toEqual({
      do: 'change',
      change: { state: 'carrying' },
    })
  })

  test('can be carried until two weeks after, and not in the last second of them', () => {
    expect(nextStep({ ...waiting, nowSeconds: READY + 1_209_599 })).toEqual({
      do: 'change',
      change: { state: 'carrying' },
    })
    expect(nextStep({ ...waiting, nowSeconds: READY + 1_209_600 })).toEqual({
      do: 'change',
      change: { state: 'expired' },
    })
  })

  test('was cancelled when the account knows of it no more, unless its log says that it was done', () => {
    expect(nextStep({ ...waiting, waitsUntilSeconds: 0, logged: 'ended' })).toEqual({
      do: 'change',
      change: { state: 'cancelled' },
    })
    expect(nextStep({ ...waiting, waitsUntilSeconds: 0, logged: 'done' })).toEqual({
      do: 'change',
      change: { state: 'done' },
    })
  })

  test('is not tried again before its time after a refusal', () => {
    const refusedBefore = { ...waiting, attempt: 1, tryAfterSeconds: READY + 600 }
    expect(nextStep({ ...refusedBefore, nowSeconds: READY + 599 })).toEqual({ do: 'nothing' })
    expect(nextStep({ ...refusedBefore, nowSeconds: READY + 600 })).toEqual({
      do: 'change',
      change: { state: 'carrying' },
    })
  })

  test('takes over another instant when a reorganisation moved it', () => {
    expect(nextStep({ ...waiting, readyAtSeconds: READY - 2, nowSeconds: NOW })).toEqual({
      do: 'change',
      change: { state: 'waiting', readyAtSeconds: READY },
    })
  })
})

describe('one whose time has come', () => {
  test('is carried once, and done when that is final', () => {
    expect(nextStep(carrying)).toEqual({ do: 'carry' })
    expect(nextStep({ ...carrying, carriage: carriage('mined') })).toEqual({ do: 'nothing' })
    expect(nextStep({ ...carrying, carriage: carriage('final'), waitsUntilSeconds: 0 })).toEqual({
      do: 'change',
      change: { state: 'done' },
    })
  })

  test('waits ten minutes for another try when the account did not hold that much', () => {
    const short = carriage('refused', 'PasskeyAccount_TransferFailed')
    expect(nextStep({ ...carrying, carriage: short })).toEqual({
      do: 'change',
      change: {
        state: 'waiting',
        attempt: 1,
        tryAfterSeconds: READY + 600,
        refusal: 'PasskeyAccount_TransferFailed',
      },
    })
  })

  test('is done or cancelled when somebody else was there before', () => {
    const late = { ...carrying, carriage: carriage('reverted'), waitsUntilSeconds: 0 }
    expect(nextStep({ ...late, logged: 'done' })).toEqual({ do: 'change', change: { state: 'done' } })
    expect(nextStep({ ...late, logged: 'ended' })).toEqual({
      do: 'change',
      change: { state: 'cancelled' },
    })
  })
})

test('nothing becomes of a draft, or of one that is over', () => {
  for (const state of ['draft', 'done', 'cancelled', 'expired', 'refused'] as const)
    expect(nextStep({ ...waiting, state, nowSeconds: READY })).toEqual({ do: 'nothing' })
})
