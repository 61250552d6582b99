// Managed private keys: made here, and used to sign batches and chain transactions. Nothing is kept here.

import type { SignedTransaction, TransactionSigner } from '#ports/chain-sending.ts'
import type { Keys } from '#ports/crypto.ts'
import { bytesToHex, hexToBytes, keccak256 } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'

/** Makes secp256k1 keys of 32 bytes and signs EIP-712 typed data with them. */
export function createKeys(): Keys {
  return {
    create: () => {
      const privateKey = generatePrivateKey()
      return { address: privateKeyToAccount(privateKey).address, privateKey: hexToBytes(privateKey) }
    },
    signTypedData: (privateKey, typedData) =>
      privateKeyToAccount(bytesToHex(privateKey)).signTypedData(typedData),
  }
}

/** Signs EIP-1559 chain transactions; the same input gives the same bytes (RFC 6979). */
export function createTransactionSigner(): TransactionSigner {
  return {
    sign: async (privateKey, unsigned): Promise<SignedTransaction> => {
      const raw = await privateKeyToAccount(bytesToHex(privateKey)).signTransaction({
        type: 'eip1559',
        chainId: unsigned.chainId,
        nonce: Number(unsigned.nonce),
        to: unsigned.call.to,
        data: unsigned.call.data,
        value: unsigned.call.value,
        gas: unsigned.gasLimit,
        maxFeePerGas: unsigned.fees.maxFeePerGas,
        maxPriorityFeePerGas: unsigned.fees.maxPriorityFeePerGas,
      })
      return { ...unsigned, raw, hash: keccak256(raw) }
    },
  }
}
