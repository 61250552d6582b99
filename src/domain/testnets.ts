// Chains on which money is made up.

/** Chain ids on which test dollars may be minted and gas is a gift: the local testnet's. */
const TESTNET_CHAIN_IDS = [31_337] as const

/** Whether a chain is a testnet on which money is made up. */
export function isTestnet(chainId: number): boolean {
  return TESTNET_CHAIN_IDS.some((id) => id === chainId)
}
