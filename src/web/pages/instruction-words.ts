// What an instruction to a passkey account is called for people, and what has become of it.

import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'
import { html, type Html } from './html.ts'
import { minute, shortened, state, testDollars, type Tone } from './parts.ts'

/** What a page shows of an instruction. */
export type ShownInstruction = {
  readonly instructionId: string
  readonly type: 'transfer' | 'withdraw' | 'cancel' | 'set-recovery' | 'set-key' | 'set-minimum'
  readonly amount: Micros | null
  readonly to: string | null
  readonly state: 'draft' | 'signed' | 'waiting' | 'carrying' | 'done' | 'cancelled' | 'expired' | 'refused'
  readonly askedAt: Instant
  readonly readyAt: Instant | null
  readonly refusal: string | null
}

/** One sentence: what is to be done. */
export function whatIsDone({ type, amount, to }: ShownInstruction): Html {
  switch (type) {
    case 'transfer':
    case 'withdraw':
      return amount === null || to === null
        ? html`Money moves.`
        : html`${testDollars(amount)} go to ${shortened(to)}.`
    case 'cancel':
      return html`Everything that waits ends.`
    case 'set-recovery':
      return html`What can take your passkey’s place one day changes.`
    case 'set-key':
      return html`Another passkey takes the place of the first.`
    case 'set-minimum':
      return html`The amount changes from which you are sent money by itself.`
    default:
      return type satisfies never
  }
}

const STATES: Readonly<Record<ShownInstruction['state'], readonly [string, Tone]>> = {
  draft: ['not signed yet', 'wait'],
  signed: ['on its way', 'wait'],
  waiting: ['waiting', 'wait'],
  carrying: ['on its way', 'wait'],
  done: ['done', 'good'],
  cancelled: ['cancelled', 'plain'],
  expired: ['too late', 'bad'],
  refused: ['not done', 'bad'],
}

/** Its state as a word in a pill. */
export function stateOfInstruction({ state: known }: ShownInstruction): Html {
  return state(...STATES[known])
}

/** What its state means, and what comes next. */
export function whatComesNext({ state: known, readyAt, refusal }: ShownInstruction): Html {
  switch (known) {
    case 'draft':
      return html`Nothing happens until you sign it.`
    case 'signed':
    case 'carrying':
      return html`It takes some seconds, on a busy day some minutes. You may leave this page.`
    case 'waiting':
      return refusal === 'PasskeyAccount_TransferFailed'
        ? html`Its day has come, and the account did not hold that much. It is tried again every ten minutes
          for two weeks.`
        : html`Until ${readyAt === null ? 'its day' : minute(readyAt)}; then it is done by itself. If it was
          not you who asked for it, cancel it.`
    case 'done':
      return html`Done, and final.`
    case 'cancelled':
      return html`It was ended before its day. Nothing has moved.`
    case 'expired':
      return html`It was not done within two weeks after its day, and has ended. Ask for it again.`
    case 'refused':
      return refusedWhy(refusal)
    default:
      return known satisfies never
  }
}

function refusedWhy(refusal: string | null): Html {
  switch (refusal) {
    case 'PasskeyAccount_DeadlinePassed':
      return html`It could not be carried within the hour. Nothing has moved: ask for it again.`
    case 'PasskeyAccount_NonceNotNext':
      return html`Something else was told to the account first. Look at what is in it, and ask again.`
    case 'PasskeyAccount_TransferFailed':
      return html`The account did not hold that much any more. Nothing has moved.`
    default:
      return html`The account did not take it. Nothing has moved: ask for it again.`
  }
}
