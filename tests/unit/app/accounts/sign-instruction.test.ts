// A signature that comes back for a draft: what it may use up, and that what is signed is carried whatever happens next.

import { describe, expect, test } from 'vitest'
import { signInstruction } from '#app/accounts/sign-instruction.ts'
import { sendingLimits } from '#app/sending/sending-deps.ts'
import { addressSigner, NOBODY, type Instruction } from '#domain/passkey-account.ts'
import type { InstructionRow } from '#ports/account-rows.ts'
import type { OutboxJob } from '#ports/retailer-store.ts'

const RECOMMENDER = 'r'
const FACTORY = '0x00000000000000000000000000000000000000fa'
const WALLET = '0x0000000000000000000000000000000000000b0b'
const ACCOUNT = '0x000000000000000000000000000000000000acc0'

type Given = { readonly byRecovery?: boolean; readonly isSigned?: boolean; readonly creditedMicros?: bigint }

/** One draft that cancels, on a relayer that counts; a job put into a transaction that fails is not there. */
function worldWith({ byRecovery = true, isSigned = true, creditedMicros = 0n }: Given = {}) {
  const instruction: Instruction = { type: 'Cancel', byRecovery, nonce: 0n, deadlineSeconds: 2_000 }
  const row: { state: InstructionRow['state'] } = { state: 'draft' }
  const counted: string[] = []
  const jobs: OutboxJob[] = []
  const draft = () => ({
    instructionId: 'i',
    account: ACCOUNT,
    instruction,
    digest: '0x01',
    state: row.state,
  })
  const unitOf = (begun: OutboxJob[]) => ({
    person: () => Promise.resolve({ payee: ACCOUNT }),
    passkeys: { list: () => Promise.resolve([]) },
    balances: () => Promise.resolve({ creditedMicros }),
    enqueue: (job: OutboxJob) => Promise.resolve(void begun.push(job)),
    account: {
      signers: () => Promise.resolve({ key: NOBODY, recovery: addressSigner(WALLET) }),
      lock: () => Promise.resolve(),
      instruction: () => Promise.resolve(draft()),
      underWay: () => Promise.resolve(row.state === 'draft' ? [] : [draft()]),
      sign: () => Promise.resolve(void (row.state = 'signed')),
    },
  })
  const deps: unknown = {
    recommenders: {
      transaction: async (_: string, work: (unit: object) => Promise<unknown>) => {
        const begun: OutboxJob[] = []
        const result = await work(unitOf(begun))
        jobs.push(...begun)
        return result
      },
    },
    passkeyAccounts: {
      state: () => Promise.resolve({ keyNonce: 0n, recoveryNonce: 0n }),
      call: () => ({ to: FACTORY, data: '0x', value: 0n }),
      takesSignature: () => Promise.resolve(isSigned),
    },
    rateLimits: {
      count: ({ name, requests }: { name: string; requests: number }, who: string) => {
        counted.push(`${name} ${requests} ${who}`)
        return Promise.resolve({ isAllowed: true, remaining: 1, resetSeconds: 1 })
      },
    },
    chainClock: { nowSeconds: () => 1_000 },
    settings: { relayer: FACTORY },
  }
  const sign = () =>
    signInstruction(deps as Parameters<typeof signInstruction>[0], {
      recommenderId: RECOMMENDER,
      instructionId: 'i',
      by: { signature: '0x00' },
    })
  return { sign, counted, jobs, row }
}

describe('a signature for a draft', () => {
  test('that is not the signer’s uses nothing up and is not carried', async () => {
    const { sign, counted, jobs, row } = worldWith({ isSigned: false })
    await expect(sign()).rejects.toMatchObject({ code: 'passkey_refused' })
    expect({ counted, jobs, state: row.state }).toEqual({ counted: [], jobs: [], state: 'draft' })
  })

  test('is carried by a job that is there as soon as it is kept', async () => {
    const { sign, jobs, row } = worldWith()
    await sign()
    expect(row.state).toBe('signed')
    const data = { recommenderId: RECOMMENDER, instructionId: 'i' }
    expect(jobs).toEqual([{ queue: 'follow-instruction', data }])
    await expect(sign()).rejects.toMatchObject({ code: 'challenge_invalid' })
  })

  test('counts for its signer alone, and among those whom a shop paid or among all others', async () => {
    const byKey = worldWith({ byRecovery: false })
    await byKey.sign()
    expect(byKey.counted).toEqual(['instructions 10 r:key', 'unpaid-instructions 200 everybody'])
    const byRecovery = worldWith({ creditedMicros: 1n })
    await byRecovery.sign()
    expect(byRecovery.counted).toEqual(['instructions 10 r:recovery', 'all-instructions 2000 everybody'])
  })
})

test('what is carried to accounts has two million gas at most, and everything else the protocol’s cap', () => {
  expect([...sendingLimits(FACTORY).mostGasTo]).toEqual([[FACTORY, 2_000_000n]])
  expect(sendingLimits(undefined).mostGasTo.size).toBe(0)
})
