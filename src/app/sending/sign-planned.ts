// Signs what is planned, after the chain has let a simulation of it pass. Bytes, hash and nonce are saved together
// before any node sees them.

import { Problem } from '#domain/problem.ts'
import { MAX_TRANSACTION_GAS, type ChainFees, type SignableTransaction } from '#ports/chain-sending.ts'
import { FAILPOINT_AFTER_PLAN, FAILPOINT_AFTER_SIGN_SAVE } from '#ports/failpoint.ts'
import type { PlannedTransaction, UnminedTransaction } from '#ports/sending-store.ts'

import { broadcastSigned } from './broadcast-signed.ts'
import { causeText } from './cause-text.ts'
import type { SendingDeps, SendingStep } from './sending-deps.ts'

/** Planned ones looked at in one step: those that must wait do not keep later ones back. */
const PLANNED_PER_STEP = 16

/** Gas above the estimate, in percent: state may change between the estimate and the block. */
const GAS_HEADROOM_PERCENT = 25n
const PERCENT = 100n

/** Milliseconds for which one is left alone that the chain could neither pass nor refuse. */
const POSTPONED_FOR_MS = 5_000

/** Signs and broadcasts while there is room beside those in flight; returns how many. */
export async function signPlanned(
  deps: SendingDeps,
  step: SendingStep,
  unmined: readonly UnminedTransaction[],
): Promise<number> {
  const room = deps.limits.inFlight - unmined.length
  if (room <= 0) return 0
  const planned = await deps.store.planned(step.sender, deps.clock.now(), PLANNED_PER_STEP)
  if (planned.length === 0) return 0

  const terms = await readTerms(deps, step, unmined)
  let signed = 0
  for (const plan of planned) {
    if (signed === room) break
    deps.failpoint.reached(FAILPOINT_AFTER_PLAN)
    const first = signed === 0 && unmined.every(({ plannedAt }) => plannedAt > plan.plannedAt)
    const cost = await signOne(deps, step, plan, { ...terms, first })
    if (cost === undefined) continue
    terms.balance -= cost
    signed++
  }
  return signed
}

type Terms = {
  readonly fees: ChainFees
  /** The sender's next nonce by mined blocks; no nonce below it can be used. */
  readonly leastNonce: bigint
  /** What is left after everything in flight, in wei. */
  balance: bigint
}

async function readTerms(
  deps: SendingDeps,
  { sender }: SendingStep,
  unmined: readonly UnminedTransaction[],
): Promise<Terms> {
  const [fees, nonces, balance] = await Promise.all([
    deps.broadcaster.fees(),
    deps.broadcaster.nonces(sender),
    deps.broadcaster.balance(sender),
  ])
  const inFlight = unmined.reduce((sum, { signed }) => sum + highestCost(signed), 0n)
  return { fees, leastNonce: nonces.latest, balance: balance - inFlight }
}

/** Returns the most it can cost in wei; undefined when it was not signed. */
async function signOne(
  deps: SendingDeps,
  step: SendingStep,
  plan: PlannedTransaction,
  { fees, leastNonce, balance, first }: Terms & { readonly first: boolean },
): Promise<bigint | undefined> {
  if (fees.maxFeePerGas > deps.limits.maxFeePerGas) {
    deps.alarms.raise('gas costs more than is allowed, and nothing is sent', step.sender, { ...fees })
    return undefined
  }
  const { key, call } = plan
  const gas = await simulate(deps, step, plan, first)
  if (gas === undefined) return undefined

  const unsigned = {
    chainId: deps.chainId,
    call,
    gasLimit: gasLimit(gas),
    fees,
  }
  const cost = highestCost(unsigned)
  if (cost > balance) {
    deps.alarms.raise('a sending key is short of gas money', step.sender, {
      balance,
      needed: cost,
    })
    await postpone(deps, step, key)
    return undefined
  }

  const signed = await deps.store.saveSigned(step.lease, key, leastNonce, deps.clock.now(), (nonce) =>
    deps.signer.sign(step.privateKey, { ...unsigned, nonce }),
  )
  deps.failpoint.reached(FAILPOINT_AFTER_SIGN_SAVE)
  await broadcastSigned(deps, step, { key, state: 'signed', signed })
  return cost
}

/**
 * The gas it needs; undefined when it is not to be signed now. A refusal counts only when nothing that the sender
 * planned before is in flight: what is refused now may pass once that is mined.
 */
async function simulate(
  deps: SendingDeps,
  step: SendingStep,
  { key, sender, call }: PlannedTransaction,
  first: boolean,
): Promise<bigint | undefined> {
  try {
    const mostGas = deps.limits.mostGasTo.get(call.to) ?? MAX_TRANSACTION_GAS
    const simulation = await deps.broadcaster.simulate(sender, call, mostGas)
    if (simulation.status === 'passes') return simulation.gas
    if (!first) return undefined
    deps.log.warn('the chain refused a call', {
      key,
      error: simulation.errorName,
    })
    await deps.store.change(
      step.lease,
      key,
      { to: 'refused', errorName: simulation.errorName },
      deps.clock.now(),
    )
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'chain_unavailable') throw error
    deps.alarms.raise('a call could not be simulated', key, {
      cause: causeText(error),
    })
    await postpone(deps, step, key)
  }
  return undefined
}

async function postpone(deps: SendingDeps, step: SendingStep, key: string): Promise<void> {
  const now = deps.clock.now()
  await deps.store.change(step.lease, key, { to: 'postponed', until: now + POSTPONED_FOR_MS }, now)
}

function gasLimit(estimate: bigint): bigint {
  const limit = (estimate * (PERCENT + GAS_HEADROOM_PERCENT)) / PERCENT
  return limit < MAX_TRANSACTION_GAS ? limit : MAX_TRANSACTION_GAS
}

/** In wei. */
function highestCost({ call, gasLimit: gas, fees }: Omit<SignableTransaction, 'nonce'>): bigint {
  return call.value + gas * fees.maxFeePerGas
}
