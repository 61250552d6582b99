// Sends a signed creation, always the same bytes, until the chain has it for good, and records where it is.

import { setTimeout as pause } from 'node:timers/promises'
import type { ChainReceipt } from '#ports/chain-sending.ts'
import { refuse } from '../system/refusal.ts'
import type { DeployStep } from './options.ts'
import type { SignedContract } from './record.ts'

/**
 * Resolves when the creation is mined, confirmed and recorded. Refuses what the chain does not take, what is not mined in
 * time (the next run goes on), a creation that reverted, and a nonce that another chain transaction has used.
 */
export async function landContract(step: DeployStep, signed: SignedContract): Promise<void> {
  const { chain, options, name, save } = step
  options.failpoint?.('saved, not sent', name)
  await send(step, signed)
  options.failpoint?.('sent, not mined', name)

  options.report?.(`waiting for ${name} in chain transaction ${signed.chainTransaction}`)
  const receipt = await awaitReceipt(step, signed)
  if (!receipt.succeeded) {
    save()
    refuse(`The creation of ${name} reverted in block ${receipt.blockNumber}; run again to sign another.`)
  }
  const codeHash = await chain.codeHash(signed.address)
  if (!codeHash) refuse(`The chain at ${chain.place} shows no code of ${name} yet; run again to go on.`)
  options.failpoint?.('mined, not recorded', name)

  const { signedBytes: _sent, ...known } = signed
  const block = { number: Number(receipt.blockNumber), hash: receipt.blockHash }
  save({ ...known, state: 'deployed', block, codeHash })
  options.failpoint?.('recorded', name)
  options.report?.(`${name} is at ${signed.address}`)
}

/** The receipt is looked for before and after: these bytes may have been sent by a run that was interrupted. */
async function send(
  { chain, options, name }: DeployStep,
  { chainTransaction, deployer, nonce, signedBytes }: SignedContract,
): Promise<void> {
  if (await chain.receipt(chainTransaction)) return
  const sent = await chain.broadcast(signedBytes)
  if (sent.status === 'accepted' || (await chain.knows(chainTransaction))) return
  if ((await chain.nonces(deployer)).latest > BigInt(nonce)) {
    refuse(
      `Number ${nonce} of the deployer ${deployer} was used by another chain transaction than that of ${name}, ${chainTransaction}; once you are sure that the chain does not have it, remove the entry ${name} from ${options.file} and run again.`,
    )
  }
  refuse(
    `The chain at ${chain.place} did not take the creation of ${name} (${sent.reason}); run again to send the same one.`,
  )
}

async function awaitReceipt(
  { chain, options, name }: DeployStep,
  { chainTransaction }: SignedContract,
): Promise<ChainReceipt> {
  const deadline = Date.now() + options.patienceMilliseconds
  for (;;) {
    const receipt = await chain.receipt(chainTransaction)
    if (receipt && receipt.blockNumber + BigInt(options.confirmations) <= (await chain.head())) return receipt
    if (Date.now() >= deadline)
      refuse(`The chain transaction ${chainTransaction} of ${name} is not final yet; run again to go on.`)
    await pause(options.pollMilliseconds)
  }
}
