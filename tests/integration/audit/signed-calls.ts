// What people do with a ledger by a signature alone, carried by somebody else: each as a call that pays for itself.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import {
  encodeAbiParameters,
  encodeFunctionData,
  keccak256,
  numberToHex,
  parseSignature,
  type Address,
  type Hex,
} from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { QuietChain } from './quiet-chain.ts'
import { MINIMUM_TYPES, PERMIT_TYPES, RECEIVE_TYPES, WITHDRAW_TYPES } from './signed-structs.ts'

type Places = {
  readonly chainId: number
  readonly ledger: Address
  readonly token: Address
  /** Sends what others signed. */
  readonly carrier: Address
}

type Target = { readonly pool: number; readonly owner: Address; readonly micros: bigint }

/** Seconds for which a signature is good. */
const GOOD_FOR_SECONDS = 3_600

const abi = rewardLedgerAbi

/** Calls of a ledger over a test dollar, of which one raw unit is a micro. */
export function signedCalls(chain: QuietChain, { chainId, ledger, token, carrier }: Places) {
  const ledgerDomain = { name: 'Vouchpenny RewardLedger', version: '1', chainId, verifyingContract: ledger }
  const tokenDomain = { name: 'Test Dollar', version: '1', chainId, verifyingContract: token }
  const deadlineFromNow = async () => (await chain.now()) + GOOD_FOR_SECONDS
  const nonceOf = async (payee: Address) => {
    const [, , nonce] = await chain.client.readContract({
      address: ledger,
      abi,
      functionName: 'getAccount',
      args: [payee],
    })
    return nonce
  }
  let salts = 0

  return {
    /** Deposits what the account allows by a permit; it sends the call itself, as a permit asks. */
    async depositWithPermit(from: PrivateKeyAccount, { pool, owner, micros }: Target) {
      await mint(from.address, micros)
      const deadline = BigInt(await deadlineFromNow())
      const nonce = await chain.client.readContract({
        address: token,
        abi: testDollarAbi,
        functionName: 'nonces',
        args: [from.address],
      })
      const signature = await from.signTypedData({
        domain: tokenDomain,
        types: PERMIT_TYPES,
        primaryType: 'Permit',
        message: { owner: from.address, spender: ledger, value: micros, nonce, deadline },
      })
      const { v, r, s } = partsOf(signature)
      const args = [pool, owner, micros, deadline, v, r, s] as const
      return chain.send(
        from.address,
        ledger,
        encodeFunctionData({ abi, functionName: 'depositWithPermit', args }),
      )
    },

    /** Deposits the account's tokens by an authorization bound to the pool and its owner. */
    async depositWithAuthorization(from: PrivateKeyAccount, { pool, owner, micros }: Target) {
      await mint(from.address, micros)
      const salt = numberToHex((salts += 1), { size: 32 })
      const validBefore = BigInt(await deadlineFromNow())
      const nonce = keccak256(
        encodeAbiParameters(
          [{ type: 'uint32' }, { type: 'address' }, { type: 'bytes32' }],
          [pool, owner, salt],
        ),
      )
      const signature = await from.signTypedData({
        domain: tokenDomain,
        types: RECEIVE_TYPES,
        primaryType: 'ReceiveWithAuthorization',
        message: { from: from.address, to: ledger, value: micros, validAfter: 0n, validBefore, nonce },
      })
      const authorization = {
        from: from.address,
        rawAmount: micros,
        validAfter: 0n,
        validBefore,
        salt,
        ...partsOf(signature),
      }
      const args = [pool, owner, authorization] as const
      return chain.send(
        carrier,
        ledger,
        encodeFunctionData({ abi, functionName: 'depositWithAuthorization', args }),
      )
    },

    async withdrawWithSignature(payee: PrivateKeyAccount, to: Address, micros: bigint) {
      const [deadline, nonce] = [await deadlineFromNow(), await nonceOf(payee.address)]
      const signature = await payee.signTypedData({
        domain: ledgerDomain,
        types: WITHDRAW_TYPES,
        primaryType: 'Withdraw',
        message: { payee: payee.address, to, micros, nonce, deadline },
      })
      const args = [payee.address, to, micros, deadline, signature] as const
      return chain.send(
        carrier,
        ledger,
        encodeFunctionData({ abi, functionName: 'withdrawWithSignature', args }),
      )
    },

    async setMinimumPayoutWithSignature(payee: PrivateKeyAccount, micros: bigint) {
      const [deadline, nonce] = [await deadlineFromNow(), await nonceOf(payee.address)]
      const signature = await payee.signTypedData({
        domain: ledgerDomain,
        types: MINIMUM_TYPES,
        primaryType: 'SetMinimumPayout',
        message: { payee: payee.address, micros, nonce, deadline },
      })
      const args = [payee.address, micros, deadline, signature] as const
      return chain.send(
        carrier,
        ledger,
        encodeFunctionData({ abi, functionName: 'setMinimumPayoutWithSignature', args }),
      )
    },
  }

  async function mint(to: Address, raw: bigint): Promise<void> {
    const args = [to, raw] as const
    await chain.send(carrier, token, encodeFunctionData({ abi: testDollarAbi, functionName: 'mint', args }))
  }
}

/** The three parts of a signature, as contracts of tokens take them. */
function partsOf(signature: Hex): { readonly v: number; readonly r: Hex; readonly s: Hex } {
  const { yParity, r, s } = parseSignature(signature)
  return { v: 27 + yParity, r, s }
}
