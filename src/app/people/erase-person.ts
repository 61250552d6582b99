// A person asks to be erased. At once: name, e-mail key, sign-in, links, words and pictures. What is promised is still
// paid to their address, because nobody may take it back; when the last of it is over, records and salts go too.
// Amounts stay everywhere, under an id that stands for nobody.

import { LINK_SUFFIX_LENGTH, type RetailerId } from '#domain/ids.ts'
import { traceHash, type Trace } from '#domain/trace.ts'

import { leafHashes } from '../evidence/leaf-hashes.ts'
import { newCode } from '../new-id.ts'
import { passkeyShard } from '../sign-in/passkey-enrolment.ts'
import { newErasedId } from './erased-id.ts'

import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

export type ErasePersonDeps = Pick<
  AppDeps,
  'retailers' | 'recommenders' | 'clicks' | 'clock' | 'random' | 'chainIdentity' | 'macs'
>

/** People who have left whose rewards are looked at in one go. */
const LEAVING_MAX = 100

/** Rewards of a person that are listed to find their shops. */
const REWARDS_MAX = 10_000

/** Characters of the name that takes the place of a name: unique within any program. */
const NOBODY_LENGTH = 12

/** Takes the place of the reasons of a reward. */
const ERASED_TRACE: Trace = [
  { step: 'journal', outcome: 'noted', sentence: 'The person who earned this was erased.' },
]

export type Erasure = {
  /** `erased`: nothing is left; `leaving`: rewards are still on their way, and the rest goes when they are over. */
  readonly status: 'erased' | 'leaving'
}

/** Erases a person as far as it can be done now; safe to repeat. */
export async function erasePerson(
  deps: ErasePersonDeps,
  { recommenderId }: { readonly recommenderId: string },
): Promise<Erasure> {
  const retailerIds = await shopsOf(deps, recommenderId)
  for (const retailerId of retailerIds) await leaveShop(deps, retailerId, recommenderId)
  // The way in goes last: until here a request that broke off can be made again.
  await forgetPasskeys(deps, recommenderId)
  await deps.recommenders.transaction(recommenderId, (unit) => unit.forget())
  const open = []
  for (const retailerId of retailerIds) {
    if ((await eraseAtShop(deps, retailerId, recommenderId)) === 'leaving') open.push(retailerId)
  }
  return { status: open.length === 0 ? 'erased' : 'leaving' }
}

/** The passkeys' own rows, which lead to the person; those of the person go with the person. */
async function forgetPasskeys(deps: ErasePersonDeps, recommenderId: string): Promise<void> {
  const kept = await deps.recommenders.transaction(recommenderId, ({ passkeys }) => passkeys.list())
  for (const { credentialId } of kept) {
    const shard = passkeyShard(deps, credentialId)
    await deps.recommenders.transaction(shard, ({ passkeys }) => passkeys.removeOwner())
  }
}

/** Erases whoever has left a shop and has nothing on its way any more; resolves with how many. */
export async function finishErasures(
  deps: ErasePersonDeps,
  { retailerId }: { readonly retailerId: RetailerId },
): Promise<number> {
  const leaving = await deps.retailers.transaction(retailerId, (unit) => unit.privacy.leaving(LEAVING_MAX))
  let erased = 0
  for (const recommenderId of leaving) {
    if ((await eraseAtShop(deps, retailerId, recommenderId)) === 'erased') erased += 1
  }
  return erased
}

async function shopsOf(
  { recommenders }: Pick<AppDeps, 'recommenders'>,
  recommenderId: string,
): Promise<readonly RetailerId[]> {
  return recommenders.transaction(recommenderId, async (unit) => {
    const rows = [...(await unit.links()), ...(await unit.rewards(REWARDS_MAX))]
    return [...new Set(rows.map((row) => row.retailerId))]
  })
}

async function leaveShop(
  deps: ErasePersonDeps,
  retailerId: RetailerId,
  recommenderId: string,
): Promise<void> {
  const codes = await deps.retailers.transaction(retailerId, async (unit) => {
    const known = await unit.privacy.linkCodes(recommenderId)
    const newCodes = new Map(known.map((code) => [code, retailerId + newCode(deps, LINK_SUFFIX_LENGTH)]))
    const handle = `nobody-${newCode(deps, NOBODY_LENGTH)}`
    await unit.privacy.leave({ recommenderId, handle, newCodes, now: deps.clock.now() })
    return known
  })
  deps.clicks.forget(codes)
}

/** Erases the rest, once nothing waits and no batch with the person's records is open. */
async function eraseAtShop(
  deps: ErasePersonDeps,
  retailerId: RetailerId,
  recommenderId: string,
): Promise<Erasure['status']> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    await lockPrograms(unit, recommenderId)
    if (await unit.privacy.hasUnfinished(recommenderId)) return 'leaving'
    await keepLeafHashes(deps, unit, recommenderId)
    await unit.privacy.erase({
      recommenderId,
      erasedId: newErasedId(deps),
      trace: ERASED_TRACE,
      traceHash: traceHash(ERASED_TRACE),
    })
    return 'erased'
  })
}

/**
 * Rewards move under the lock of their program: without it one that is just being moved would wait for a batch after
 * its address is gone, and the ledger refuses every batch that names such an address.
 */
async function lockPrograms(unit: RetailerUnit, recommenderId: string): Promise<void> {
  for (const { programId } of [
    ...(await unit.programs.programs()),
    ...(await unit.programs.dealPrograms()),
  ]) {
    if (await unit.programs.enrollment(programId, recommenderId)) await unit.pools.lock(programId)
  }
}

/** Hashes of records from before hashes were kept: the others' proofs need them, and nobody can make them later. */
async function keepLeafHashes(
  deps: Pick<AppDeps, 'chainIdentity'>,
  unit: RetailerUnit,
  recommenderId: string,
): Promise<void> {
  for (const rewardId of await unit.privacy.rewardIds(recommenderId)) {
    for (const { leafHash, batch } of await unit.batches.recordsOfReward(rewardId)) {
      if (leafHash === null) await leafHashes(deps, unit, batch)
    }
  }
}
