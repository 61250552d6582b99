// Signs the creation of one contract and saves the bytes before anything is sent.

import { invariant } from '#domain/invariant.ts'
import { getContractAddress, keccak256 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { refuse } from '../system/refusal.ts'
import { initCodeOf, type DeployableContract, type DeploymentSettings } from './contracts.ts'
import type { DeployStep } from './options.ts'
import type { SignedContract } from './record.ts'

/** Answers what is saved and not sent yet. Refuses a deployer without gas money and arguments the constructor refuses. */
export async function signCreation(
  { chain, options, name, save }: DeployStep,
  contract: DeployableContract,
  settings: DeploymentSettings,
): Promise<SignedContract> {
  options.report?.(`signing ${name}`)
  const account = privateKeyToAccount(options.deployerKey)
  const deployer = account.address
  const given = contract.argumentsOf(settings)
  const initCode = initCodeOf(contract, given)
  invariant(initCode, 'a contract is given what its constructor takes')

  const gas = await chain.creationGas(name, deployer, initCode)
  const fees = await chain.fees()
  const needed = gas * fees.maxFeePerGas
  const balance = await chain.balance(deployer)
  if (balance < needed)
    refuse(
      `The deployer ${deployer} has ${balance} wei of gas money, and deploying ${name} may take ${needed}.`,
    )

  const nonce = Number((await chain.nonces(deployer)).pending)
  const { chainId } = await chain.identity()
  const signedBytes = await account.signTransaction({
    type: 'eip1559',
    chainId,
    nonce,
    data: initCode,
    gas,
    ...fees,
  })
  const signed: SignedContract = {
    state: 'signed',
    address: getContractAddress({ from: deployer, nonce: BigInt(nonce) }),
    constructorArguments: Object.fromEntries(
      Object.entries(given).map(([argument, value]) => [argument, String(value)]),
    ),
    initCodeHash: keccak256(initCode),
    deployer,
    nonce,
    chainTransaction: keccak256(signedBytes),
    signedBytes,
  }
  options.failpoint?.('signed, not saved', name)
  save(signed)
  return signed
}
