// Deploys what is missing of a deployment, one contract after the other. Each creation is signed once and saved before it
// is sent; from then on the same bytes are sent until they are mined, whatever interrupts this and however often.

import { keccak256, type Address } from 'viem'
import { refuse } from '../system/refusal.ts'
import { CONTRACTS, initCodeOf, TEST_TOKEN, type DeployableContract } from './contracts.ts'
import { openDeployChain, type DeployChain } from './deploy-chain.ts'
import { landContract } from './land-contract.ts'
import type { DeployOptions, DeployOutcome, DeployStep } from './options.ts'
import { readRecord, writeRecord, type ContractRecord, type DeploymentRecord } from './record.ts'
import { signCreation } from './sign-creation.ts'
import { DEFAULT_TERMS, TERM_NAMES, type LedgerTerms } from './terms.ts'

/**
 * Brings the deployment of `file` to its end; a finished one is checked against the chain and left alone. Refuses a chain
 * that does not answer, one that is not the record's, terms that differ from the record's, a deployer without gas money,
 * constructor arguments that the contract refuses, and what is not mined in time: then the next run goes on.
 */
export async function deployContracts(options: DeployOptions): Promise<DeployOutcome> {
  const { file } = options
  const chain = openDeployChain(options.rpcUrl)
  const known = readRecord(file)
  const identity = await chain.identity()
  if (known) refuseOtherChain(known, identity, chain, options)
  const begunWith = agreeOnSettings(known, options)
  if (!known) await refuseTokenWithoutCode(chain, begunWith['token'])

  const state = { record: known ?? { ...identity, begunWith, contracts: {} } }
  const save = (name: string, entry: ContractRecord | undefined): void => {
    const { [name]: _replaced, ...others } = state.record.contracts
    const contracts = entry ? { ...others, [name]: entry } : others
    state.record = { ...state.record, contracts }
    writeRecord(file, state.record)
  }
  const changedSince: string[] = []
  let made = 0
  for (const contract of contractsOf(state.record)) {
    const { name } = contract
    const recorded = state.record.contracts[name]
    if (recorded && !isOfThisBuild(contract, recorded)) changedSince.push(name)
    if (recorded?.state === 'deployed') {
      await refuseReset(chain, name, recorded, options)
      continue
    }
    if (changedSince.includes(name)) {
      refuse(`The ${name} in ${file} was signed by another build; go on with that one, or ${options.remedy}.`)
    }
    const step: DeployStep = { chain, options, name, save: (entry) => save(name, entry) }
    const signed = recorded ?? (await signCreation(step, contract, settingsOf(state.record)))
    await landContract(step, signed)
    made += 1
  }
  return { status: made > 0 ? 'deployed' : 'already-deployed', record: state.record, changedSince }
}

function isOfThisBuild(
  contract: DeployableContract,
  { constructorArguments, initCodeHash }: ContractRecord,
): boolean {
  const initCode = initCodeOf(contract, constructorArguments)
  return initCode !== undefined && keccak256(initCode) === initCodeHash
}

type Identity = Pick<DeploymentRecord, 'chainId' | 'genesisHash'>

function refuseOtherChain(
  known: DeploymentRecord,
  { chainId, genesisHash }: Identity,
  { place }: DeployChain,
  { file, remedy }: DeployOptions,
): void {
  if (chainId !== known.chainId)
    refuse(`The chain at ${place} is number ${chainId}, but ${file} belongs to chain ${known.chainId}.`)
  if (genesisHash !== known.genesisHash)
    refuse(
      `The chain at ${place} was reset: it does not begin with the block that ${file} belongs to; ${remedy}.`,
    )
}

/** The recorded block must still be there, and the code that was deployed in it. */
async function refuseReset(
  chain: DeployChain,
  name: string,
  { address, block, codeHash }: Extract<ContractRecord, { state: 'deployed' }>,
  { file, remedy }: DeployOptions,
): Promise<void> {
  const stands =
    (await chain.blockHash(block.number)) === block.hash && (await chain.codeHash(address)) === codeHash
  if (stands) return
  refuse(`The chain at ${chain.place} was reset: the ${name} ${address} of ${file} is not on it; ${remedy}.`)
}

/** What the deployment was begun with, as text by name. What is asked for again must be the same. */
function agreeOnSettings(
  known: DeploymentRecord | undefined,
  { token, terms = {}, file }: DeployOptions,
): Readonly<Record<string, string>> {
  const asked: Readonly<Record<string, string | bigint | undefined>> = { token, ...terms }
  if (known) {
    for (const [name, value] of Object.entries(asked)) {
      const begun = known.begunWith[name]
      if (value !== undefined && String(value) !== begun)
        refuse(`The deployment in ${file} was begun with ${name} ${begun}, not ${value}.`)
    }
    return known.begunWith
  }
  if (token === undefined)
    return refuse('A new deployment needs a token: an address, or a test token of its own.')
  const chosen = Object.entries({ ...DEFAULT_TERMS, ...terms }).map(([name, value]) => [name, String(value)])
  return { token, ...Object.fromEntries(chosen) }
}

async function refuseTokenWithoutCode(chain: DeployChain, token: string | undefined): Promise<void> {
  if (token === TEST_TOKEN.name || (await chain.codeHash(token as Address))) return
  refuse(`There is no contract at the token's address ${token} on the chain at ${chain.place}.`)
}

function contractsOf({ begunWith }: DeploymentRecord): readonly DeployableContract[] {
  return begunWith['token'] === TEST_TOKEN.name ? [TEST_TOKEN, ...CONTRACTS] : CONTRACTS
}

/** The constructors' settings; the test token's address is known once it is deployed, which comes first. */
function settingsOf({ begunWith, contracts }: DeploymentRecord) {
  const named = begunWith['token'] as Address
  const terms = TERM_NAMES.map((name) => [name, BigInt(begunWith[name] ?? DEFAULT_TERMS[name])])
  return {
    token: contracts[TEST_TOKEN.name]?.address ?? named,
    terms: Object.fromEntries(terms) as LedgerTerms,
  }
}
