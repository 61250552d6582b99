// Holds what created the ledger against the build. Equal code is not enough: other creation code can leave the very same
// code behind and write balances of its own first.

import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { rewardLedgerBytecode } from '#abi/reward-ledger-bytecode.ts'
import { encodeDeployData, getContractAddress, type Hex } from 'viem'
import { readCreation, type ChainReader } from '../chain/reader.ts'
import { checkNames } from '../check-names.ts'
import type { Replay } from '../replay/context.ts'
import type { LedgerConstants } from '../state.ts'
import { check } from '../tally.ts'

/**
 * Reads the chain transaction of the Deployed log, and checks that it created the ledger with the build's creation code and
 * the terms that the ledger says. A ledger that another contract created does not pass: its creation code is nowhere to read.
 */
export async function compareCreation(
  reader: ChainReader,
  { state, constants, tally }: Replay,
  block: number,
): Promise<void> {
  const hash = state.deployedBy
  const creation = hash && (await readCreation(reader, hash))
  const created = creation && getContractAddress({ from: creation.from, nonce: creation.nonce }).toLowerCase()
  const ofBuild = creationCode(constants)
  const asBuilt = creation?.input.toLowerCase() === ofBuild
  check(tally, checkNames.creationOfBuild, asBuilt && created === constants.ledger, () => ({
    block,
    ...(hash && { chainTransaction: hash }),
    expected: `creation code of ${ofBuild.length / 2 - 1} bytes, as built, at ${constants.ledger}`,
    found: creation
      ? `${asBuilt ? 'that' : 'other'} code, at ${created}`
      : 'no chain transaction that creates a contract',
    sentence: 'The ledger was not created by the constructor of the contracts this audit was built from.',
  }))
}

function creationCode(constants: LedgerConstants): Hex {
  return encodeDeployData({
    abi: rewardLedgerAbi,
    bytecode: rewardLedgerBytecode,
    args: [
      constants.token,
      constants.defaultMinimumMicros,
      constants.minHoldSeconds,
      constants.maxHoldSeconds,
      constants.noticeSeconds,
      constants.requestWindowSeconds,
    ],
  }).toLowerCase() as Hex
}
