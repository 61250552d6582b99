// A market whose first program's order key is the retailer's own, and what the retailer does with its proposals.

import { readProposal } from '#app/proposals/read-proposal.ts'
import { signProposal } from '#app/proposals/sign-proposal.ts'
import { batchHash, recordsHash } from '#domain/records.ts'
import { amendTypedData, commitTypedData } from '#domain/typed-data.ts'
import { macs } from '#store/macs.ts'
import { keccak256, numberToBytes } from 'viem/utils'
import { privateKeyToAccount } from 'viem/accounts'

import { fakeSignature } from './fake-calls.ts'
import { orderKeyHex, PROGRAMS, RETAILER_ID } from './history-market.ts'
import { openHistory } from './history-steps.ts'
import { BATCH_MAX_AGE_SECONDS, IDENTITY, type HistoryWorld } from './history-world.ts'
import { createMemoryChainBooks, createMemoryRecommenders } from './memory-books.ts'
import { createMemoryRetailers } from './memory-retailers.ts'
import { emptyMemory, type MemoryState } from './memory-state.ts'

import type { listProposals } from '#app/proposals/list-proposals.ts'
import type { refuseProposal } from '#app/proposals/refuse-proposal.ts'

export const OWN_KEY = `0x${'a1'.repeat(32)}` as const
export const OWN = privateKeyToAccount(OWN_KEY)
export const OTHER = privateKeyToAccount(`0x${'b2'.repeat(32)}`)
export type OwnWorld = HistoryWorld & { readonly memory: MemoryState; readonly deps: Deps }
type Deps = Parameters<typeof refuseProposal>[0] &
  Parameters<typeof readProposal>[0] &
  Parameters<typeof listProposals>[0]

/** A market whose first program's order key is not here. */
export async function openOwn(orders: Parameters<typeof openHistory>[1]): Promise<OwnWorld> {
  const memory = emptyMemory()
  const stores = {
    retailers: createMemoryRetailers(memory),
    recommenders: createMemoryRecommenders(new Map()),
    chainBooks: createMemoryChainBooks(),
    inspect: () => Promise.resolve(memory),
    jobs: () => memory.jobs,
  }
  const world = await openHistory(stores, orders)
  const programId = PROGRAMS[0]!.programId
  memory.pools.set(programId, {
    ...memory.pools.get(programId)!,
    orderAddress: OWN.address,
    orderKeySealed: null,
  })
  let counter = 0
  const deps: Deps = {
    retailers: stores.retailers,
    clock: { now: world.now },
    chainIdentity: IDENTITY,
    random: { bytes: (length) => macs.sha256(numberToBytes((counter += 1) + 1_000_000)).slice(0, length) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  return { ...world, memory, deps }
}

/** Lets the first batch be due, and made. */
export async function propose(world: OwnWorld): Promise<void> {
  world.wait(BATCH_MAX_AGE_SECONDS)
  await world.tend()
}

/** A key's signature over a proposal as it is. */
export async function signatureOf(world: OwnWorld, proposalId: string, account = OWN) {
  const proposal = await readProposal(world.deps, { retailerId: RETAILER_ID, proposalId })
  const of = { chainId: proposal.chainId, ledger: proposal.ledger, pool: proposal.pool, seq: proposal.seq }
  if (proposal.kind === 'amendment') {
    return account.signTypedData(
      amendTypedData({
        ...of,
        batchHash: batchHash(recordsHash(proposal.records), proposal.netList),
        reductionsHash: keccak256(proposal.reductions),
        deadlineSeconds: proposal.deadlineSeconds,
      }),
    )
  }
  const header = { ...proposal, counts: BigInt(proposal.counts) }
  return account.signTypedData(commitTypedData({ ...of, recordsHash: recordsHash(proposal.records), header }))
}

/** Takes a real signature, then puts in its place the one that the ledger in memory believes. */
export async function sign(world: OwnWorld, proposalId: string): Promise<void> {
  const signature = await signatureOf(world, proposalId)
  await signProposal(world.deps, { retailerId: RETAILER_ID, proposalId, signature })
  const [pool = '', seq = '', attempt = '', amendmentNo] = proposalId.split('-')
  const name = `${PROGRAMS[0]!.programId}:${seq}:${attempt}`
  const batch = world.memory.batches.get(name)!
  const of = { ...IDENTITY, pool: Number(pool), seq: Number(seq) }
  const key = orderKeyHex(Number(pool))
  if (amendmentNo === undefined) {
    const typed = commitTypedData({ ...of, recordsHash: recordsHash(batch.records), header: batch })
    world.memory.batches.set(name, { ...batch, signature: fakeSignature(key, typed) })
    return
  }
  for (const [place, amendment] of world.memory.amendments) {
    if (amendment.signature !== signature) continue
    const typed = amendTypedData({
      ...of,
      batchHash: batchHash(recordsHash(batch.records), amendment.fromNetList),
      reductionsHash: keccak256(amendment.reductions),
      deadlineSeconds: amendment.deadlineSeconds,
    })
    world.memory.amendments.set(place, { ...amendment, signature: fakeSignature(key, typed) })
  }
}
