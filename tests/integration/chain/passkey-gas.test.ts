// What carrying an instruction to a passkey account can cost. An address may take the key's place, and an address can be a
// contract, which runs what its owner wrote while it says whether it signed.

import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { bytesToHex, getAddress, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBroadcaster } from '#chain/broadcaster.ts'
import { createPasskeyAccounts } from '#chain/passkey-accounts.ts'
import { createChainReader } from '#chain/reader.ts'
import { base64Url } from '#domain/base64-url.ts'
import {
  addressSigner,
  instructionDigest,
  passkeyAccountAddress,
  passkeySigner,
  type Instruction,
  type Signer,
} from '#domain/passkey-account.ts'
import { encodeAssertion } from '#domain/webauthn-assertion.ts'
import type { ChainBroadcaster } from '#ports/chain-sending.ts'
import { INSTRUCTION_GAS_MAX, type PasskeyAccounts } from '#ports/passkey-accounts.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'

const RELAYER = getAddress('0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc')
const WALLET = getAddress('0x00000000000000000000000000000000000b0b0b')

/** Counts down from 200 000 at 26 gas each, and then takes whatever signature it was asked about (ERC-1271). */
const BURNS_AND_TAKES: Hex = '0x6300030d405b600190038060055750631626ba7e60e01b5f5260205ff3'

/** 2100. */
const FAR_AWAY_SECONDS = 4_102_444_800

let chain: TestChain
let factory: `0x${string}`
let accounts: PasskeyAccounts
let broadcaster: ChainBroadcaster

beforeAll(async () => {
  chain = await startTestChain()
  const { rpcUrl, ledger, deployBlock, passkeyFactory } = chain
  if (passkeyFactory === undefined) throw new Error('the testnet has no accounts')
  factory = passkeyFactory
  const facts = await createChainReader({ rpcUrl, ledger, deployBlock: BigInt(deployBlock) }).ledgerFacts()
  accounts = createPasskeyAccounts({ rpcUrl, factory, facts })
  broadcaster = createBroadcaster({ rpcUrl })
  await chain.client.setCode({ address: WALLET, bytecode: BURNS_AND_TAKES })
})
afterAll(() => chain?.stop())

type Passkey = { readonly signer: Signer; readonly key: KeyObject }

function newPasskey(): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return { signer: passkeySigner(bytesToHex(spki)), key: privateKey }
}

/** As a device signs: authenticator data with its person present and verified, and the hash of the client's data. */
function assert({ key }: Passkey, digest: Hex): Hex {
  const challenge = base64Url(Buffer.from(digest.slice(2), 'hex'))
  const clientDataJSON = Buffer.from(`{"type":"webauthn.get","challenge":"${challenge}","origin":"http://x"}`)
  const authenticatorData = Buffer.concat([Buffer.alloc(32), Buffer.from([0x05, 0, 0, 0, 0])])
  const clientHash = createHash('sha256').update(clientDataJSON).digest()
  const signature = sign('sha256', Buffer.concat([authenticatorData, clientHash]), key)
  return encodeAssertion({ authenticatorData, clientDataJSON, signature }, digest)
}

function carried(passkey: Passkey, instruction: Instruction, signatureOf: (digest: Hex) => Hex) {
  const enrolled = { key: passkey.signer, recovery: addressSigner(WALLET) }
  const account = passkeyAccountAddress({ factory, ...enrolled })
  const digest = instructionDigest({ chainId: 31_337, account, instruction })
  return accounts.call({ enrolled, instruction, signature: signatureOf(digest) })
}

const first = { nonce: 0n, deadlineSeconds: FAR_AWAY_SECONDS }

describe('carrying an instruction', () => {
  it('takes less than half of what it may for the dearest that a passkey signs', async () => {
    const passkey = newPasskey()
    const instruction: Instruction = {
      type: 'SetKey',
      signer: newPasskey().signer,
      byRecovery: false,
      ...first,
    }
    const call = carried(passkey, instruction, (digest) => assert(passkey, digest))
    const simulation = await broadcaster.simulate(RELAYER, call, INSTRUCTION_GAS_MAX)
    expect(simulation.status === 'passes' && simulation.gas).toBeLessThan(1_000_000n)
    expect(await accounts.takesSignature(call, RELAYER)).toBe(true)
  })

  it('is refused where a contract signs that runs on and on', async () => {
    const instruction: Instruction = { type: 'Cancel', byRecovery: true, ...first }
    const call = carried(newPasskey(), instruction, () => '0x00')
    const unbounded = await broadcaster.simulate(RELAYER, call, 16_777_216n)
    expect(unbounded.status === 'passes' && unbounded.gas).toBeGreaterThan(5_200_000n)
    expect(await broadcaster.simulate(RELAYER, call, INSTRUCTION_GAS_MAX)).toEqual({
      status: 'refused',
      errorName: 'PasskeyAccount_SignatureInvalid',
    })
    expect(await accounts.takesSignature(call, RELAYER)).toBe(false)
  })

  it('does not begin for a signature that is not the signer’s', async () => {
    const [passkey, other] = [newPasskey(), newPasskey()]
    const instruction: Instruction = { type: 'Cancel', byRecovery: false, ...first }
    for (const signatureOf of [() => '0x00' as const, (digest: Hex) => assert(other, digest)]) {
      const call = carried(passkey, instruction, signatureOf)
      expect(await accounts.takesSignature(call, RELAYER)).toBe(false)
    }
    // Signed, and refused for another reason: the chain says so when it is carried.
    const late: Instruction = { ...instruction, nonce: 7n }
    const call = carried(passkey, late, (digest) => assert(passkey, digest))
    expect(await accounts.takesSignature(call, RELAYER)).toBe(true)
  })
})
