// Drives a real RewardLedger as its users do: signs, encodes and sends, and remembers of each batch what the ledger
// wants to be shown again.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { testDollarBytecode } from '#abi/test-dollar-bytecode.ts'
import {
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  keccak256,
  numberToHex,
  padHex,
  type Address,
  type ContractFunctionArgs,
  type Hex,
} from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import {
  indexedBytes,
  netListBytes,
  netOf,
  recordBytes,
  reductionBytes,
  type NetInput,
  type RecordInput,
  type ReductionInput,
} from './batch-bytes.ts'
import type { QuietChain } from './quiet-chain.ts'
import { AMEND_TYPES, COMMIT_TYPES } from './signed-structs.ts'
import { signedCalls } from './signed-calls.ts'

export type DrivenBatch = {
  readonly pool: number
  readonly seq: number
  readonly records: readonly RecordInput[]
  readonly recordsHash: Hex
  readonly maturesAt: number
  /** As it stands after amendments. */
  readonly net: NetInput[]
  /** What amendments left of each record, by tag. */
  readonly left: Map<number, bigint>
  state: 'open' | 'settled' | 'vetoed'
}

export type PoolTerms = {
  readonly minHoldSeconds: number
  readonly rewardCapMicros: number
  readonly rateCapacityMicros: bigint
  readonly rateMicrosPerDay: bigint
}

/** Deployment of the tests: a default minimum of 0.10, holds of 1 h to 120 d, a day of notice and a day to act. */
export const HOUR = 3_600
export const DAY = 86_400
const DEFAULT_MINIMUM_MICROS = 100_000n

export const ROOMY_TERMS: PoolTerms = {
  minHoldSeconds: HOUR,
  rewardCapMicros: 50_000_000,
  rateCapacityMicros: 1_000_000_000n,
  rateMicrosPerDay: 1_000_000_000n,
}

type WriteName =
  | 'openPool'
  | 'deposit'
  | 'commit'
  | 'amend'
  | 'veto'
  | 'settle'
  | 'pay'
  | 'withdraw'
  | 'setMinimumPayout'
  | 'setOrderSigner'
  | 'requestWithdrawal'
  | 'executeWithdrawal'
  | 'transferPool'
  | 'acceptPool'

export type LedgerDriver = Awaited<ReturnType<typeof deployLedger>>

/** An account whose key is the number `key`, padded: enough for a testnet of one test. */
export function accountOf(key: number): PrivateKeyAccount {
  return privateKeyToAccount(padHex(numberToHex(key), { size: 32 }))
}

/** Deploys a test dollar and a ledger over it, and answers what can be done with them. */
export async function deployLedger(chain: QuietChain) {
  const deployer = accountOf(1).address
  const chainId = await chain.client.getChainId()
  const token = await deploy(encodeDeployData({ abi: testDollarAbi, bytecode: testDollarBytecode }))
  const fixed = [token, DEFAULT_MINIMUM_MICROS, HOUR, 120 * DAY, DAY, DAY] as const
  const ledger = await deploy(
    encodeDeployData({ abi: rewardLedgerAbi, bytecode: rewardLedgerBytecode, args: fixed }),
  )
  const batches = new Map<string, DrivenBatch>()
  const signers = new Map<number, PrivateKeyAccount>()
  let pools = 0

  async function deploy(data: Hex): Promise<Address> {
    const { created } = await chain.send(deployer, undefined, data)
    if (!created) throw new Error('nothing was deployed')
    return getAddress(created)
  }

  const call = <N extends WriteName>(
    functionName: N,
    args: ContractFunctionArgs<typeof rewardLedgerAbi, 'nonpayable', N>,
  ): Hex =>
    encodeFunctionData({ abi: rewardLedgerAbi, functionName, args } as Parameters<
      typeof encodeFunctionData
    >[0])
  const write = <N extends WriteName>(
    from: Address,
    name: N,
    args: ContractFunctionArgs<typeof rewardLedgerAbi, 'nonpayable', N>,
  ) => chain.send(from, ledger, call(name, args))

  const refOf = ({ pool, seq, recordsHash, net }: DrivenBatch) => ({
    pool,
    seq,
    recordsHash,
    netList: netListBytes(net),
  })
  const settleArgs = (settled: readonly DrivenBatch[], push: boolean) => {
    const { payees, indexed } = indexedBytes(settled.map(({ net }) => net))
    const refs = settled.map(({ pool, seq, recordsHash }, at) => ({
      pool,
      seq,
      recordsHash,
      indexedNetList: indexed[at] ?? '0x',
    }))
    return [payees, refs, push] as const
  }
  const domain = { name: 'Vouchpenny RewardLedger', version: '1', chainId, verifyingContract: ledger }

  return {
    chain,
    token,
    ledger,
    batches,

    async openPool(
      owner: Address,
      signer: PrivateKeyAccount,
      terms: PoolTerms = ROOMY_TERMS,
    ): Promise<number> {
      await write(owner, 'openPool', [signer.address, terms])
      pools += 1
      signers.set(pools, signer)
      return pools
    },

    async setOrderSigner(owner: Address, pool: number, signer: PrivateKeyAccount): Promise<void> {
      await write(owner, 'setOrderSigner', [pool, signer.address])
      signers.set(pool, signer)
    },

    async mint(to: Address, raw: bigint): Promise<void> {
      await chain.send(
        deployer,
        token,
        encodeFunctionData({ abi: testDollarAbi, functionName: 'mint', args: [to, raw] }),
      )
    },

    async transferToken(from: Address, to: Address, raw: bigint) {
      return chain.send(
        from,
        token,
        encodeFunctionData({ abi: testDollarAbi, functionName: 'transfer', args: [to, raw] }),
      )
    },

    async deposit(from: Address, pool: number, owner: Address, micros: bigint) {
      await this.mint(from, micros)
      const approval = encodeFunctionData({
        abi: testDollarAbi,
        functionName: 'approve',
        args: [ledger, micros],
      })
      await chain.send(from, token, approval)
      return write(from, 'deposit', [pool, owner, micros])
    },

    async commit(pool: number, seq: number, records: readonly RecordInput[], holdSeconds = HOUR) {
      const bytes = recordBytes(records)
      const recordsHash = keccak256(bytes)
      const now = await chain.now()
      const header = {
        holdSeconds,
        deadline: now + DAY,
        evidenceRoot: keccak256('0x01'),
        policyHash: keccak256('0x02'),
        // One order seen and rewarded for each record, none rejected or under review.
        counts: (BigInt(records.length) << 192n) | (BigInt(records.length) << 128n),
      } as const
      const signature = await signerOf(pool).signTypedData({
        domain,
        types: COMMIT_TYPES,
        primaryType: 'Commit',
        message: { pool, seq, recordsHash, ...header },
      })
      const sent = await write(deployer, 'commit', [pool, seq, header, bytes, signature])
      const maturesAt = (await chain.now()) + holdSeconds
      const left = new Map(records.map(({ tag, micros }) => [tag, micros]))
      const batch: DrivenBatch = {
        pool,
        seq,
        records,
        recordsHash,
        maturesAt,
        net: netOf(records),
        left,
        state: 'open',
      }
      batches.set(`${pool}/${seq}`, batch)
      return { ...sent, batch }
    },

    async amend(batch: DrivenBatch, reductions: readonly ReductionInput[]) {
      const bytes = reductionBytes(reductions)
      const deadline = (await chain.now()) + DAY
      const { pool, seq } = batch
      const [, batchHash] = await chain.client.readContract({
        address: ledger,
        abi: rewardLedgerAbi,
        functionName: 'getBatch',
        args: [pool, seq],
      })
      const signature = await signerOf(pool).signTypedData({
        domain,
        types: AMEND_TYPES,
        primaryType: 'Amend',
        message: { pool, seq, batchHash, reductionsHash: keccak256(bytes), deadline },
      })
      const sent = await write(deployer, 'amend', [refOf(batch), deadline, bytes, signature])
      for (const { index, tag, micros } of reductions) {
        const entry = batch.net[index]
        if (entry) entry.micros -= micros
        batch.left.set(tag, (batch.left.get(tag) ?? 0n) - micros)
      }
      return sent
    },

    async veto(owner: Address, vetoed: readonly DrivenBatch[]) {
      const sent = await write(owner, 'veto', [vetoed.map(refOf)])
      for (const batch of vetoed) batch.state = 'vetoed'
      return sent
    },

    async settle(settled: readonly DrivenBatch[], push: boolean) {
      const sent = await write(deployer, 'settle', settleArgs(settled, push))
      for (const batch of settled) if (batch.state === 'open') batch.state = 'settled'
      return sent
    },

    /** The call alone, for several in one chain transaction; the batches still count as open here. */
    settleCall: (settled: readonly DrivenBatch[], push: boolean) => call('settle', settleArgs(settled, push)),
    payCall: (payees: readonly Address[]) => call('pay', [payees]),
    pay: (payees: readonly Address[]) => write(deployer, 'pay', [payees]),
    withdraw: (payee: Address, to: Address, micros: bigint) => write(payee, 'withdraw', [to, micros]),
    setMinimumPayout: (payee: Address, micros: bigint) => write(payee, 'setMinimumPayout', [micros]),
    requestWithdrawal: (owner: Address, pool: number, micros: bigint) =>
      write(owner, 'requestWithdrawal', [pool, micros]),
    executeWithdrawal: (owner: Address, pool: number) => write(owner, 'executeWithdrawal', [pool]),
    transferPool: (owner: Address, pool: number, newOwner: Address) =>
      write(owner, 'transferPool', [pool, newOwner]),
    acceptPool: (newOwner: Address, pool: number) => write(newOwner, 'acceptPool', [pool]),
    ...signedCalls(chain, { chainId, ledger, token, carrier: deployer }),
  }

  function signerOf(pool: number): PrivateKeyAccount {
    const signer = signers.get(pool)
    if (!signer) throw new Error(`pool ${pool} has no order signer`)
    return signer
  }
}
