// A program's pool on the ledger: asked for here, opened by a chain transaction of its managed owner. Its order key is
// managed too, unless the retailer names the address of one that it holds itself.

import { Problem } from '#domain/problem.ts'

import { ensureGas } from '../sending/ensure-gas.ts'
import { checkTerms } from './check-terms.ts'
import { poolKeyContext } from './managed-keys.ts'
import { receiverOf } from './withdraw-from-pool.ts'

import type { PoolTerms } from '#ports/chain.ts'
import type { PoolRow } from '#ports/pool-rows.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Wei that let an owner open, fund and manage a pool for years on a testnet: 0.1 ether. */
const OWNER_GAS_WEI = 10n ** 17n

export type OpenPoolInput = {
  readonly retailerId: string
  readonly programId: string
  readonly terms: PoolTerms
  /** Of the retailer's own order key: batches and amendments are then proposed to it. */
  readonly orderSigner?: Address | undefined
  /** The retailer's own wallet, to which the pool is offered once it is open. */
  readonly owner?: Address | undefined
}

/**
 * Asks for the program's pool; a second ask is the same pool. Throws `not_found` for another's program and
 * `pool_terms_invalid` where the terms cannot carry the program's policy; `payee_forbidden` and `input_invalid` for an owner
 * that the ledger would not take.
 */
export async function openPool(
  deps: Pick<
    AppDeps,
    | 'retailers'
    | 'chainBooks'
    | 'chainIdentity'
    | 'keys'
    | 'sealer'
    | 'clock'
    | 'calls'
    | 'chainTransactions'
    | 'settings'
  >,
  { retailerId, programId, terms, orderSigner, owner: askedOwner }: OpenPoolInput,
): Promise<{
  readonly state: 'opening' | 'open'
  readonly pool: number | null
}> {
  if (askedOwner !== undefined) checkOwner(deps, { owner: askedOwner, orderSigner })
  const pool = await deps.retailers.transaction(retailerId, async (unit): Promise<PoolRow> => {
    const program = await unit.programs.program(programId)
    if (!program) throw new Problem('not_found')
    // Orders can fall under any version, so the terms carry each of them.
    for (const { policy } of await unit.policies.versions(programId)) checkTerms(terms, policy)
    const owner = deps.keys.create()
    const order =
      orderSigner === undefined ? managedOrderKey(deps, programId) : { address: orderSigner, sealed: null }
    await unit.pools.insert({
      programId,
      ownerAddress: owner.address,
      ownerKeySealed: deps.sealer.seal(owner.privateKey, poolKeyContext(programId, 'owner')),
      orderAddress: order.address,
      orderKeySealed: order.sealed,
      terms,
      askedOwner,
      createdAt: deps.clock.now(),
    })
    const row = await unit.pools.find(programId)
    if (!row) throw new Problem('internal_error')
    return row
  })

  if (pool.pool !== undefined) return { state: 'open', pool: pool.pool }
  await deps.chainBooks.putSender(pool.ownerAddress, { retailerId, programId })
  await planOpening(deps, retailerId, pool)
  return { state: 'opening', pool: null }
}

/** The ledger takes no pool whose owner signs its batches; the ledger and the token can take no pool. */
function checkOwner(
  deps: Pick<AppDeps, 'chainIdentity'>,
  { owner, orderSigner }: { readonly owner: Address; readonly orderSigner: Address | undefined },
): void {
  if (receiverOf(deps, owner).toLowerCase() !== orderSigner?.toLowerCase()) return
  const reason = 'must be another address than orderSigner: the ledger keeps the two keys apart'
  throw new Problem('input_invalid', { fields: [{ field: '/owner', reason }] })
}

function managedOrderKey({ keys, sealer }: Pick<AppDeps, 'keys' | 'sealer'>, programId: string) {
  const { address, privateKey } = keys.create()
  return { address, sealed: sealer.seal(privateKey, poolKeyContext(programId, 'order')) }
}

/** Key of the chain transaction that opens a program's pool. */
export function poolOpeningKey(retailerId: string, programId: string): string {
  return `open-pool:${retailerId}:${programId}`
}

/** The retailer and program of such a key; undefined for any other. */
export function parsePoolOpeningKey(
  key: string,
): { readonly retailerId: string; readonly programId: string } | undefined {
  const [purpose, retailerId, programId] = key.split(':')
  return purpose === 'open-pool' && retailerId && programId ? { retailerId, programId } : undefined
}

/** Plans the owner's gas (on a testnet), then the opening; safe to repeat. */
async function planOpening(
  deps: Pick<AppDeps, 'calls' | 'chainTransactions' | 'settings'>,
  retailerId: string,
  pool: PoolRow,
): Promise<void> {
  const { key: after } = await ensureGas(deps, { address: pool.ownerAddress, wei: OWNER_GAS_WEI })
  await deps.chainTransactions.plan({
    key: poolOpeningKey(retailerId, pool.programId),
    sender: pool.ownerAddress,
    call: deps.calls.openPool(pool.orderAddress, pool.terms),
    ...(after === undefined ? {} : { after }),
  })
}
