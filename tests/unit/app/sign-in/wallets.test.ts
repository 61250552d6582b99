// How many wallets may sign in for a shop: no more than it sees.

import { getAddress, toHex, type Address } from 'viem'
import { expect, test } from 'vitest'
import { walletMessage } from '#app/sign-in/wallet-message.ts'
import { bindWallet } from '#app/sign-in/wallets.ts'
import { macs } from '#store/macs.ts'

const walletOf = (number: number): Address => getAddress(toHex(number, { size: 20 }))

test('the hundred and first wallet is refused, and one that is let in already stays', async () => {
  const bound: { address: Address; boundAt: number }[] = []
  const unchecked: unknown = {
    random: { bytes: (length: number) => new Uint8Array(length).fill(bound.length) },
    clock: { now: () => 1_767_312_000_000 },
    sealer: {
      seal: (bytes: Uint8Array) => bytes,
      open: (bytes: Uint8Array) => bytes,
    },
    macs,
    chainIdentity: { chainId: 31_337 },
    walletSignatures: { isSignedBy: () => Promise.resolve(true) },
    signIns: {
      spend: () => Promise.resolve('spent'),
      walletsOf: () => Promise.resolve(bound),
      bindWallet: ({ address }: { address: Address }) => {
        if (!bound.some((wallet) => wallet.address === address)) bound.push({ address, boundAt: 0 })
        return Promise.resolve('bound')
      },
    },
  }
  const deps = unchecked as Parameters<typeof bindWallet>[0] & Parameters<typeof walletMessage>[0]
  const publicUrl = 'http://localhost:3000'
  const bind = (address: Address) => {
    const { message } = walletMessage(deps, { address, publicUrl })
    return bindWallet(deps, { retailerId: 'r', publicUrl, message, signature: '0x00' })
  }
  for (let number = 1; number <= 100; number += 1) await bind(walletOf(number))
  await expect(bind(walletOf(101))).rejects.toMatchObject({ code: 'too_many_keys', facts: { most: 100 } })
  expect(await bind(walletOf(7))).toEqual({ address: walletOf(7) })
  expect(bound).toHaveLength(100)
})
