// Gives an account gas money on the local testnet.

import { createPublicClient, createWalletClient, http, parseEther, type Address } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { LOCAL_DEPLOYER_KEY } from './deploy.ts'

/** Development accounts begin with 10 000; this much pays for more than anyone will try. */
const GAS_ETHER = parseEther('1000')

/** Below this an account is filled up again at the next start. */
const GAS_LOW_ETHER = parseEther('100')

/** The testnet mines at once. */
const POLLING_MILLISECONDS = 50

/** Sends gas money to `address` when it has little. Resolves when it has arrived. */
export async function fundGas({ rpcUrl, address }: { rpcUrl: string; address: Address }): Promise<void> {
  const transport = http(rpcUrl)
  const reader = createPublicClient({ transport, cacheTime: 0, pollingInterval: POLLING_MILLISECONDS })
  if ((await reader.getBalance({ address })) >= GAS_LOW_ETHER) return
  const writer = createWalletClient({ account: privateKeyToAccount(LOCAL_DEPLOYER_KEY), transport })
  const hash = await writer.sendTransaction({ to: address, value: GAS_ETHER, chain: null })
  await reader.waitForTransactionReceipt({ hash })
}
