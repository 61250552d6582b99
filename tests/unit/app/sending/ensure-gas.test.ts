import { ensureGas } from '#app/sending/ensure-gas.ts'
import type { ChainTransactionRequest } from '#ports/chain-transactions.ts'
import { describe, expect, it } from 'vitest'

const RELAYER = '0x1111111111111111111111111111111111111111'
const OWNER = '0x2222222222222222222222222222222222222222'

function begin(testnet: boolean) {
  const planned: ChainTransactionRequest[] = []
  const deps = {
    calls: { sendGas: (to: `0x${string}`, wei: bigint) => ({ to, data: '0x', value: wei }) as const },
    chainTransactions: {
      plan: async (request: ChainTransactionRequest) => {
        planned.push(request)
        return { status: 'planned' } as const
      },
    },
    settings: { relayer: RELAYER, testnet } as const,
  }
  return { planned, deps }
}

describe('gas for managed addresses', () => {
  it('plans a gift from the relayer on a testnet, under a key of its own', async () => {
    const { planned, deps } = begin(true)
    const { key } = await ensureGas(deps, { address: OWNER, wei: 5n })
    expect(planned).toEqual([{ key, sender: RELAYER, call: { to: OWNER, data: '0x', value: 5n } }])
    expect((await ensureGas(deps, { address: OWNER, wei: 5n })).key).toBe(key)
    expect((await ensureGas(deps, { address: OWNER, wei: 6n })).key).not.toBe(key)
  })

  it('plans nothing where gas is worth money', async () => {
    const { planned, deps } = begin(false)
    expect(await ensureGas(deps, { address: OWNER, wei: 5n })).toEqual({ key: undefined })
    expect(planned).toEqual([])
  })
})
