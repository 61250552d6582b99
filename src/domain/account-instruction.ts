// The life of an instruction to a passkey account, as its person sees it: asked, signed, carried to the chain, perhaps
// waiting there, carried again, done. Decides the next step from what the chain says; does nothing itself.

import { CARRY_WINDOW_SECONDS, type Instruction } from './passkey-account.ts'

/**
 * draft (nobody has signed) → signed (being carried) → done, or waiting (on the chain) → carrying (its time has come) →
 * done. cancelled: ended while it waited; expired: its time passed; refused: the chain did not take it.
 */
export type InstructionState =
  'draft' | 'signed' | 'waiting' | 'carrying' | 'done' | 'cancelled' | 'expired' | 'refused'

/** Those that nothing more becomes of. */
export const OVER_STATES = ['done', 'cancelled', 'expired', 'refused'] as const

/** Whether anything can still become of an instruction in this state once it is signed. */
export function isUnderWay(state: InstructionState): boolean {
  return state === 'signed' || state === 'waiting' || state === 'carrying'
}

/** How long somebody has from asking to signing and carrying, in seconds by the chain: an hour. */
export const SIGNING_SECONDS = 3_600

/** How long a refused second carrying is left alone, in seconds: the account may hold enough again later. */
export const CARRY_AGAIN_SECONDS = 600

/** What a step knows of the chain transaction that it waits for; undefined when none is planned. */
type Carriage = { readonly state: string; readonly refusal: string | undefined } | undefined

/** What the account's own logs say became of it; `none` when they say nothing. */
export type LoggedOutcome = 'done' | 'ended' | 'none'

export type InstructionSight = {
  readonly state: InstructionState
  readonly readyAtSeconds: number | null
  /** Second carryings that were refused. */
  readonly attempt: number
  /** By the chain's clock; null for at once. */
  readonly tryAfterSeconds: number | null
  readonly carriage: Carriage
  /** When the account says that it may be carried again; 0 when it does not wait. */
  readonly waitsUntilSeconds: number
  readonly logged: LoggedOutcome
  readonly nowSeconds: number
}

export type InstructionChange = {
  readonly state: InstructionState
  readonly readyAtSeconds?: number
  readonly attempt?: number
  readonly tryAfterSeconds?: number
  /** Name of the error that the chain refused it with. */
  readonly refusal?: string
}

export type InstructionStep =
  | { readonly do: 'nothing' }
  /** Plan the chain transaction of this state. */
  | { readonly do: 'carry' }
  | { readonly do: 'change'; readonly change: InstructionChange }

const NOTHING: InstructionStep = { do: 'nothing' }
const CARRY: InstructionStep = { do: 'carry' }

/** What is to be done next with an instruction; the same sight twice gives the same step. */
export function nextStep(sight: InstructionSight): InstructionStep {
  switch (sight.state) {
    case 'signed':
      return stepOfSigned(sight)
    case 'waiting':
      return stepOfWaiting(sight)
    case 'carrying':
      return stepOfCarrying(sight)
    case 'draft':
    case 'done':
    case 'cancelled':
    case 'expired':
    case 'refused':
      return NOTHING
    default:
      return sight.state satisfies never
  }
}

/** Anybody may carry the same bytes before us: then our own carrying is refused, and it counts all the same. */
function stepOfSigned({ carriage, waitsUntilSeconds, logged }: InstructionSight): InstructionStep {
  if (!carriage) return CARRY
  const isCarried = carriage.state === 'final'
  if (!isCarried && !isWithoutEffect(carriage)) return NOTHING
  if (waitsUntilSeconds > 0) return change({ state: 'waiting', readyAtSeconds: waitsUntilSeconds })
  if (logged === 'ended') return change({ state: 'cancelled' })
  if (isCarried || logged === 'done') return change({ state: 'done' })
  return change({ state: 'refused', ...refusalOf(carriage) })
}

function stepOfWaiting(sight: InstructionSight): InstructionStep {
  const { waitsUntilSeconds, nowSeconds, tryAfterSeconds } = sight
  if (waitsUntilSeconds === 0) return afterWaiting(sight)
  if (nowSeconds < waitsUntilSeconds) {
    return sight.readyAtSeconds === waitsUntilSeconds
      ? NOTHING
      : change({ state: 'waiting', readyAtSeconds: waitsUntilSeconds })
  }
  if (nowSeconds >= waitsUntilSeconds + CARRY_WINDOW_SECONDS) return change({ state: 'expired' })
  if (tryAfterSeconds !== null && nowSeconds < tryAfterSeconds) return NOTHING
  return change({ state: 'carrying' })
}

function stepOfCarrying(sight: InstructionSight): InstructionStep {
  const { carriage, waitsUntilSeconds, attempt, nowSeconds } = sight
  if (!carriage) return CARRY
  if (carriage.state === 'final') return change({ state: 'done' })
  if (!isWithoutEffect(carriage)) return NOTHING
  if (waitsUntilSeconds === 0) return afterWaiting(sight)
  return change({
    state: 'waiting',
    attempt: attempt + 1,
    tryAfterSeconds: nowSeconds + CARRY_AGAIN_SECONDS,
    ...refusalOf(carriage),
  })
}

/** It waited and does no more: somebody carried it again, or it was ended. */
function afterWaiting({ logged }: InstructionSight): InstructionStep {
  return change({ state: logged === 'done' ? 'done' : 'cancelled' })
}

function change(next: InstructionChange): InstructionStep {
  return { do: 'change', change: next }
}

function isWithoutEffect({ state }: NonNullable<Carriage>): boolean {
  return state === 'refused' || state === 'reverted'
}

function refusalOf({ refusal }: NonNullable<Carriage>): { readonly refusal?: string } {
  return refusal === undefined ? {} : { refusal }
}

/** Who signs an instruction: the account's key, or what can take its place. */
export function signerOfInstruction(instruction: Instruction): 'key' | 'recovery' {
  return 'byRecovery' in instruction && instruction.byRecovery ? 'recovery' : 'key'
}
