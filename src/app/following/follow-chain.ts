// Follows the chain one step: new blocks with their events, orphans out, finality on.

import type { ChainBlock } from '#ports/chain.ts'
import type { ChainSource } from '#ports/chain-source.ts'
import type { WallClock } from '#ports/clocks.ts'
import type { FollowedBlock, FollowingStore } from '#ports/following-store.ts'
import type { Log } from '#ports/log.ts'

import type { FollowedChainClock } from './chain-clock.ts'
import { findFinalBlock, type Finality } from './finality.ts'
import { findFork } from './find-fork.ts'

/** Blocks taken in one step: a step stays short, and a long way to the head is many steps. */
const BLOCKS_PER_STEP = 64

/** Blocks asked for at one time: public nodes count bursts. */
const PARALLEL_BLOCKS = 8

export type FollowChainDeps = {
  readonly source: ChainSource
  readonly store: FollowingStore
  readonly clock: WallClock
  readonly chainClock: FollowedChainClock
  readonly finality: Finality
  /** Where following begins. */
  readonly deployBlock: bigint
  readonly log: Log
}

export type FollowStep = {
  /**
   * `advanced` took blocks; `unchanged` had none to take; `behind`: the node ends below what is followed; `unsettled`:
   * the chain, or another process's follower, moved meanwhile, and the next step will see.
   */
  readonly status: 'advanced' | 'unchanged' | 'behind' | 'unsettled'
  /** Whether the node has more blocks right now. */
  readonly more: boolean
}

/**
 * One step, to be repeated for ever. Throws `chain_unavailable` (nothing has changed; try again) and
 * `chain_reorganised` (blocks that counted as final are gone: stop following and sending).
 */
export async function followChain(deps: FollowChainDeps): Promise<FollowStep> {
  const tip = await deps.store.tip()
  const head = await deps.source.head()
  if (!tip) return takeBlocks(deps, undefined, undefined, head)

  const fork = await findFork(deps, tip, head)
  if (fork.status !== 'found') return { status: fork.status, more: false }
  if (fork.block.hash !== head.hash) return takeBlocks(deps, tip, fork.block, head)

  await moveOn(deps, tip)
  return { status: 'unchanged', more: false }
}

async function takeBlocks(
  deps: FollowChainDeps,
  tip: FollowedBlock | undefined,
  fork: FollowedBlock | undefined,
  head: ChainBlock,
): Promise<FollowStep> {
  const first = fork === undefined ? deps.deployBlock : fork.number + 1n
  const missing = Number(head.number - first) + 1
  const blocks = await readBlocks(deps.source, first, Math.min(missing, BLOCKS_PER_STEP))
  const newTip = blocks.at(-1)
  if (!newTip || !isChain(fork, blocks)) return { status: 'unsettled', more: true }

  const receivedAt = deps.clock.now()
  const events = await deps.source.eventsOf(blocks)
  const outcome = await deps.store.record({
    expectedTip: tip?.hash,
    forkNumber: fork?.number,
    blocks: blocks.map((block) => ({ ...block, receivedAt })),
    events,
  })
  if (outcome === 'tip-moved') return { status: 'unsettled', more: true }

  if (tip && fork && fork.number < tip.number) {
    deps.log.warn('the chain took back blocks', {
      orphans: tip.number - fork.number,
      from: fork.number + 1n,
    })
  }
  await moveOn(deps, { ...newTip, receivedAt })
  return { status: 'advanced', more: newTip.number < head.number }
}

/** As many consecutive blocks from `first` as the node has, at most `count`. */
async function readBlocks(source: ChainSource, first: bigint, count: number): Promise<readonly ChainBlock[]> {
  const blocks: ChainBlock[] = []
  while (blocks.length < count) {
    const start = first + BigInt(blocks.length)
    const wanted = Math.min(PARALLEL_BLOCKS, count - blocks.length)
    const found = await Promise.all(
      Array.from({ length: wanted }, (_, index) => source.block(start + BigInt(index))),
    )
    const end = found.indexOf(undefined)
    blocks.push(...(end === -1 ? found : found.slice(0, end)).filter((block) => block !== undefined))
    if (end !== -1) break
  }
  return blocks
}

/** Whether each block names the one before it as its parent; the first names `fork`. */
function isChain(fork: ChainBlock | undefined, blocks: readonly ChainBlock[]): boolean {
  return blocks.every((block, index) => {
    const parent = index === 0 ? fork : blocks[index - 1]
    return parent === undefined || block.parentHash === parent.hash
  })
}

/** Finality also comes with time alone, so it is looked at in every step. */
async function moveOn(deps: FollowChainDeps, tip: FollowedBlock): Promise<void> {
  deps.chainClock.set(tip)
  const final = await findFinalBlock(deps.store, deps.finality, tip, deps.clock.now())
  const finalNumber = await deps.store.finalNumber()
  if (final && (finalNumber === undefined || final.number > finalNumber)) await deps.store.markFinal(final)
}
