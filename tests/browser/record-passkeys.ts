// Records what a browser and a device answer when the signers of a passkey account are asked, well and badly.

import {
  addressSigner,
  instructionDigest,
  NOBODY,
  passkeyAccountAddress,
  passkeyAccountImplementation,
  passkeySigner,
  type Instruction,
} from '#domain/passkey-account.ts'
import type { AssertionResponse } from '#domain/webauthn-assertion.ts'
import { getAddress, getContractAddress, type Address, type Hex } from 'viem'
import type { Browser } from 'playwright-core'
import type { PasskeyVectors, RecordedAssertion } from '../support/passkey-vectors.ts'
import { openDevice, type Conduct, type CreatedPasskey, type Device } from './passkey-device.ts'
import { hasAddedMember, isInUpperHalf, signAsDevice, writeAssertion } from './passkey-writing.ts'

/** The number that hardhat's and anvil's chains have. */
const CHAIN_ID = 31_337
const DEPLOYER = getAddress('0x000000000000000000000000000000000000d0d0')
const RECEIVER = getAddress('0x00000000000000000000000000000000000000a1')
const GUARDIAN: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** The first day of 2100: vectors do not run out. */
const DEADLINE_SECONDS = 4_102_444_800

/** A device chooses the half of `s` by chance, and a browser whether to add a member; 40 tries miss one in 10¹². */
const TRIES_MAX = 40

const SIGNED = { nonce: 0n, deadlineSeconds: DEADLINE_SECONDS } as const

type Actors = {
  readonly device: Device
  readonly key: CreatedPasskey
  readonly recovery: CreatedPasskey
  readonly vectors: Omit<PasskeyVectors, 'assertions'>
  readonly transfer: Instruction & { readonly type: 'Transfer' }
}

/** A case: what is asked, and what differs from an honest answer by the account's key. */
type Case = {
  readonly name: string
  readonly instruction: Instruction
  readonly account?: RecordedAssertion['account']
  readonly byRecovery?: boolean
  readonly outcome?: RecordedAssertion['outcome']
  /** What is signed instead of the instruction's digest. */
  readonly challenge?: Hex
  /** Which passkey signs; by default the one that `byRecovery` names. */
  readonly signer?: CreatedPasskey
  readonly conduct?: Partial<Conduct>
  /** Only an answer of which this is true is kept. */
  readonly until?: (response: AssertionResponse) => boolean
  /** `s` stays in the half in which the device left it. */
  readonly unfolded?: boolean
}

/** New passkeys, their accounts, and one recorded assertion of every kind. */
export async function recordPasskeys(browser: Browser): Promise<PasskeyVectors> {
  const device = await openDevice(browser)
  try {
    const actors = await enrol(device)
    const assertions: RecordedAssertion[] = []
    for (const each of [...acceptedCases(actors), ...refusedCases(actors)])
      assertions.push(await recordCase(actors, each))
    assertions.push(...(await recordBackups(actors)), await recordRegistration(actors))
    return { ...actors.vectors, assertions }
  } finally {
    await device.close()
  }
}

async function enrol(device: Device): Promise<Actors> {
  const key = await device.createPasskey('key')
  const recovery = await device.createPasskey('recovery')
  const [factory, token, ledger] = [0n, 1n, 2n].map((nonce) =>
    getContractAddress({ from: DEPLOYER, nonce }),
  ) as [Address, Address, Address]
  const accountOf = (behind: typeof NOBODY) => {
    const signers = { key: passkeySigner(key.publicKey), recovery: behind }
    return { ...signers, account: passkeyAccountAddress({ factory, ...signers }) }
  }
  const vectors = {
    about: 'Recorded from Chromium and its virtual authenticator by `node scripts/record-passkeys.ts`.',
    chainId: CHAIN_ID,
    deployer: DEPLOYER,
    factory,
    implementation: passkeyAccountImplementation(factory),
    token,
    ledger,
    publicKeys: { key: key.publicKey, recovery: recovery.publicKey },
    accounts: {
      alone: accountOf(NOBODY),
      backed: accountOf(passkeySigner(recovery.publicKey)),
      guarded: accountOf(addressSigner(GUARDIAN)),
    },
  }
  const transfer = { type: 'Transfer', token, to: RECEIVER, rawAmount: 1_250_000n, ...SIGNED } as const
  return { device, key, recovery, vectors, transfer }
}

function acceptedCases({ vectors, transfer, recovery }: Actors): Case[] {
  const { ledger } = vectors
  const signer = passkeySigner(recovery.publicKey)
  const guardian = addressSigner(GUARDIAN)
  return [
    { name: 'a transfer', instruction: transfer },
    { name: 'a transfer of an account without recovery', instruction: transfer, account: 'alone' },
    { name: 'a transfer of an account with an address behind it', instruction: transfer, account: 'guarded' },
    {
      name: 'a withdrawal',
      instruction: { type: 'Withdraw', ledger, to: RECEIVER, micros: 40_000n, ...SIGNED },
    },
    {
      name: 'a minimum payout',
      instruction: { type: 'SetMinimumPayout', ledger, micros: 2_000_000n, ...SIGNED },
      outcome: 'done',
    },
    { name: 'a new key', instruction: { type: 'SetKey', signer, byRecovery: false, ...SIGNED } },
    { name: 'a new recovery', instruction: { type: 'SetRecovery', signer: guardian, ...SIGNED } },
    {
      name: 'a cancellation',
      instruction: { type: 'Cancel', byRecovery: false, ...SIGNED },
      outcome: 'done',
    },
    {
      name: 'a new key by recovery',
      instruction: { type: 'SetKey', signer, byRecovery: true, ...SIGNED },
      byRecovery: true,
    },
    {
      name: 'a cancellation by recovery',
      instruction: { type: 'Cancel', byRecovery: true, ...SIGNED },
      byRecovery: true,
      outcome: 'done',
    },
    { name: 's in the upper half', instruction: transfer, until: isInUpperHalf },
    { name: 's in the lower half', instruction: transfer, until: (response) => !isInUpperHalf(response) },
    { name: 'a member that the browser adds at random', instruction: transfer, until: hasAddedMember },
  ]
}

function refusedCases({ vectors, transfer, key, recovery }: Actors): Case[] {
  const { chainId, accounts } = vectors
  const account = accounts.backed.account
  const digest = (instruction: Instruction, at = { chainId, account }) =>
    instructionDigest({ ...at, instruction })
  const refused: Omit<Case, 'outcome'>[] = [
    { name: 's left in the upper half', instruction: transfer, until: isInUpperHalf, unfolded: true },
    { name: 'a person not verified', instruction: transfer, conduct: { isUserVerified: false } },
    {
      name: 'a device that does not say that it verified',
      instruction: transfer,
      conduct: { isBadUV: true },
    },
    { name: 'a person not present', instruction: transfer, conduct: { isBadUP: true } },
    {
      name: 'the digest of another chain',
      instruction: transfer,
      challenge: digest(transfer, { chainId: 1, account }),
    },
    {
      name: 'the digest of another account of the same key',
      instruction: transfer,
      challenge: digest(transfer, { chainId, account: accounts.alone.account }),
    },
    {
      name: 'the digest of another amount',
      instruction: transfer,
      challenge: digest({ ...transfer, rawAmount: transfer.rawAmount + 1n }),
    },
    {
      name: 'the digest of another receiver',
      instruction: transfer,
      challenge: digest({ ...transfer, to: GUARDIAN }),
    },
    {
      name: 'the digest of another nonce',
      instruction: transfer,
      challenge: digest({ ...transfer, nonce: 1n }),
    },
    {
      name: 'the digest of another deadline',
      instruction: transfer,
      challenge: digest({ ...transfer, deadlineSeconds: DEADLINE_SECONDS - 1 }),
    },
    { name: 'the passkey of recovery for the key', instruction: transfer, signer: recovery },
    {
      name: 'the key for recovery',
      instruction: { type: 'Cancel', byRecovery: true, ...SIGNED },
      byRecovery: true,
      signer: key,
    },
  ]
  return refused.map((each) => ({ ...each, outcome: 'refused' }))
}

/** The passkey as one that never left its device, and as one that says of itself what cannot be. */
async function recordBackups(actors: Actors): Promise<RecordedAssertion[]> {
  const { device, key, transfer } = actors
  const recorded: RecordedAssertion[] = []
  for (const [name, isEligible, isBackedUp, outcome] of [
    ['a passkey that stays on its device', false, false, 'waits'],
    ['a passkey that could be backed up', true, false, 'waits'],
    ['a passkey backed up without being eligible', false, true, 'refused'],
  ] as const) {
    await device.setBackup(key.id, isEligible, isBackedUp)
    recorded.push(await recordCase(actors, { name, instruction: transfer, outcome }))
  }
  await device.setBackup(key.id, true, true)
  return recorded
}

async function recordCase(actors: Actors, each: Case): Promise<RecordedAssertion> {
  const { vectors, device, key, recovery } = actors
  const { name, instruction, account = 'backed', byRecovery = false, outcome = 'waits' } = each
  const at = { chainId: vectors.chainId, account: vectors.accounts[account].account }
  const digest = instructionDigest({ ...at, instruction })
  const challenge = each.challenge ?? digest
  const { id } = each.signer ?? (byRecovery ? recovery : key)
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const response = await device.assert(id, challenge, each.conduct)
    if (each.until && !each.until(response)) continue
    const { unfolded } = each
    return writeAssertion({
      name,
      account,
      byRecovery,
      instruction,
      digest,
      challenge,
      response,
      outcome,
      ...(unfolded === undefined ? {} : { unfolded }),
    })
  }
  throw new Error(`no such answer in ${TRIES_MAX} tries: ${name}`)
}

/**
 * A registration whose challenge is the digest. Chromium's device has it signed by a certificate of its own; here the
 * account's key signs it, as devices do that attest themselves (WebAuthn §6.5.4).
 */
async function recordRegistration({ device, key, vectors, transfer }: Actors): Promise<RecordedAssertion> {
  const { account } = vectors.accounts.backed
  const digest = instructionDigest({ chainId: vectors.chainId, account, instruction: transfer })
  const { clientDataJSON, authenticatorData } = await device.createPasskey('registered', digest)
  const signature = await signAsDevice(key.privateKey, authenticatorData, clientDataJSON)
  return writeAssertion({
    name: 'a registration instead of an assertion',
    account: 'backed',
    byRecovery: false,
    instruction: transfer,
    digest,
    challenge: digest,
    response: { clientDataJSON, authenticatorData, signature },
    outcome: 'refused',
  })
}
