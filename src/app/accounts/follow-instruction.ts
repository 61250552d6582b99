// Carries a signed instruction to the chain, and again when its wait is over. Each carrying is a chain transaction under
// a name of its own, so that a repeat or a crash sends nothing twice; the account takes an instruction once.

import { isUnderWay, nextStep, type InstructionSight } from '#domain/account-instruction.ts'
import { Problem } from '#domain/problem.ts'
import { HOUR_MS, SECOND_MS } from '#domain/time.ts'
import type { InstructionRow } from '#ports/account-rows.ts'

import { accountOf, type OwnAccount } from './account-of.ts'
import { carriageKey } from './instruction-keys.ts'

import type { AppDeps } from '../deps.ts'

/** Between two looks at one on its way to the chain: a block of the fastest common chains. */
const CARRYING_LOOK_MS = 2 * SECOND_MS

/** Between two looks at one that waits: an hour beside its days. A testnet's clock may be turned on meanwhile. */
const WAITING_LOOK_MS = HOUR_MS
const TESTNET_LOOK_MS = 10 * SECOND_MS

/** Until another look when the chain did not answer. */
const CHAIN_AWAY_MS = 10 * SECOND_MS

/** Steps of one look: from signed over waiting to carrying is three. */
const STEPS_MAX = 4

export type FollowInstructionDeps = Pick<
  AppDeps,
  'recommenders' | 'passkeyAccounts' | 'chainTransactions' | 'chainClock' | 'clock' | 'settings' | 'log'
>

type Place = { readonly recommenderId: string; readonly instructionId: string }

/** One look, and the next one planned while the instruction is under way. */
export async function followInstruction(deps: FollowInstructionDeps, place: Place): Promise<void> {
  const after = await lookAfterMs(deps, place)
  if (after === undefined) return
  const { recommenderId } = place
  const startAt = deps.clock.now() + after
  await deps.recommenders.transaction(recommenderId, (unit) =>
    unit.enqueue({ queue: 'follow-instruction', data: { ...place }, startAt }),
  )
}

/** Until the next look, in milliseconds; undefined when nothing more becomes of it. */
async function lookAfterMs(deps: FollowInstructionDeps, place: Place): Promise<number | undefined> {
  try {
    const row = await stepInstruction(deps, place)
    if (!row || !isUnderWay(row.state)) return undefined
    if (row.state !== 'waiting') return CARRYING_LOOK_MS
    if (deps.settings.testnet) return TESTNET_LOOK_MS
    const untilReadyMs = ((row.readyAtSeconds ?? 0) - (deps.chainClock.nowSeconds() ?? 0)) * SECOND_MS
    return Math.min(WAITING_LOOK_MS, Math.max(CARRYING_LOOK_MS, untilReadyMs))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // A relayer that was started without the accounts' factory may be started with it again.
    if (error.code === 'passkeys_unavailable') return WAITING_LOOK_MS
    if (error.code !== 'chain_unavailable') return undefined
    deps.log.warn('an instruction is looked at again later', { ...place })
    return CHAIN_AWAY_MS
  }
}

/** Looks at all that is under way of a person's account: what has become due is done without waiting for its job. */
export async function followAccount(
  deps: FollowInstructionDeps,
  { recommenderId }: { readonly recommenderId: string },
): Promise<void> {
  const rows = await deps.recommenders.transaction(recommenderId, (unit) => unit.account.underWay())
  for (const { instructionId } of rows) await stepInstruction(deps, { recommenderId, instructionId })
}

/** Takes the steps that are due; the row as it stands then. */
async function stepInstruction(
  deps: FollowInstructionDeps,
  place: Place,
): Promise<InstructionRow | undefined> {
  const { recommenderId, instructionId } = place
  const read = () =>
    deps.recommenders.transaction(recommenderId, (unit) => unit.account.instruction(instructionId))
  let row = await read()
  for (let steps = 0; row && isUnderWay(row.state) && steps < STEPS_MAX; steps += 1) {
    const own = await accountOf(deps, place)
    const step = nextStep(await sightOf(deps, own, place, row))
    if (step.do === 'nothing') return row
    if (step.do === 'carry') {
      await carry(deps, own, place, row)
      return row
    }
    const { state } = row
    await deps.recommenders.transaction(recommenderId, async (unit) => {
      await unit.account.lock()
      // Another look may have moved it on since it was read.
      if ((await unit.account.instruction(instructionId))?.state !== state) return
      await unit.account.change(instructionId, step.change)
    })
    row = await read()
  }
  return row
}

async function sightOf(
  deps: FollowInstructionDeps,
  { account, chain }: OwnAccount,
  place: Place,
  row: InstructionRow,
): Promise<InstructionSight> {
  const { state, readyAtSeconds, attempt, tryAfterSeconds, digest, instruction, fromBlock } = row
  const carriage =
    state === 'waiting' ? undefined : await deps.chainTransactions.find(carriageKey(place, row))
  const waitsUntilSeconds = await chain.waitsUntilSeconds(account, digest)
  const isEnded = carriage !== undefined && ['final', 'refused', 'reverted'].includes(carriage.state)
  const isTold = waitsUntilSeconds === 0 && (state === 'waiting' || isEnded)
  const logged = isTold ? await chain.logged({ account, instruction, digest, fromBlock }) : 'none'
  const nowSeconds = deps.chainClock.nowSeconds() ?? 0
  return {
    state,
    readyAtSeconds,
    attempt,
    tryAfterSeconds,
    carriage,
    waitsUntilSeconds,
    logged,
    nowSeconds,
  }
}

async function carry(
  deps: FollowInstructionDeps,
  { enrolled, chain }: OwnAccount,
  place: Place,
  row: InstructionRow,
): Promise<void> {
  const { instruction, signature } = row
  if (signature === null) return
  await deps.chainTransactions.plan({
    key: carriageKey(place, row),
    sender: deps.settings.relayer,
    call: chain.call({ enrolled, instruction, signature }),
  })
}
