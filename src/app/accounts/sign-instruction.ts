// A draft comes back signed: checked here, so that nothing is carried that the account would refuse, and then carried.

import { base64UrlBytes } from '#domain/base64-url.ts'
import { signerOfInstruction } from '#domain/account-instruction.ts'
import { Problem } from '#domain/problem.ts'
import { DAY_SECONDS } from '#domain/time.ts'
import { encodeAssertion } from '#domain/webauthn-assertion.ts'
import type { PasskeyAnswer, PasskeySite } from '#ports/passkeys.ts'
import type { InstructionRow } from '#ports/account-rows.ts'
import type { Hex } from 'viem'

import { accountOf, stateOf, type OwnAccount } from './account-of.ts'
import { passkeyOfSigner } from './passkey-names.ts'

import type { AppDeps } from '../deps.ts'

/**
 * Carried for one signer of an account in a day: more than anybody needs, and little gas. The key and what can take its
 * place are counted each for itself: whoever has stolen one does not use up what the other cancels with.
 */
const CARRIED_PER_SIGNER = 10

/** Carried in a day for everybody whom a shop ever paid: what it costs has an end, whoever joins. */
const CARRIED_PER_DAY = 2_000

/** The same for everybody else: accounts that hold a little of anybody's money cost nothing to make. */
const CARRIED_UNPAID_PER_DAY = 200

/** By a passkey's answer, or, where an address may take the key's place, by that address (EIP-712). */
export type SignedBy =
  { readonly passkey: PasskeyAnswer; readonly site: PasskeySite } | { readonly signature: Hex }

type Deps = Pick<
  AppDeps,
  'recommenders' | 'passkeyAccounts' | 'passkeys' | 'rateLimits' | 'chainClock' | 'settings'
>

/**
 * Takes the signature of a draft and has it carried. Throws `not_found`, `challenge_invalid` for a draft that is too old
 * or was signed before, `passkey_refused`, `passkey_malformed`, `instruction_under_way`, `rate_limited`,
 * `chain_unavailable`.
 */
export async function signInstruction(
  deps: Deps,
  input: { readonly recommenderId: string; readonly instructionId: string; readonly by: SignedBy },
): Promise<void> {
  const { recommenderId, instructionId, by } = input
  const own = await accountOf(deps, { recommenderId })
  const draft = await deps.recommenders.transaction(recommenderId, (unit) =>
    unit.account.instruction(instructionId),
  )
  if (!draft) throw new Problem('not_found')
  await checkNext(deps, own, draft)
  const signature = 'signature' in by ? by.signature : await signatureOf(deps, own, { ...input, draft, by })
  const call = own.chain.call({ ...own, instruction: draft.instruction, signature })
  if (!(await own.chain.takesSignature(call, deps.settings.relayer))) throw new Problem('passkey_refused')
  await admit(deps, recommenderId, draft)
  await deps.recommenders.transaction(recommenderId, async (unit) => {
    await unit.account.lock()
    const standing = await unit.account.instruction(instructionId)
    if (standing?.state !== 'draft') throw new Problem('challenge_invalid')
    const underWay = await unit.account.underWay()
    if (underWay.some(({ state }) => state === 'signed')) throw new Problem('instruction_under_way')
    await unit.account.sign(instructionId, signature)
    const data = { recommenderId, instructionId }
    await unit.enqueue({ queue: 'follow-instruction', data })
  })
}

/** What the account would refuse without looking at the signature. */
async function checkNext(deps: Deps, own: OwnAccount, { state, instruction }: InstructionRow): Promise<void> {
  const now = deps.chainClock.nowSeconds()
  if (now === undefined) throw new Problem('chain_unavailable')
  const { keyNonce, recoveryNonce } = await stateOf(own)
  const next = signerOfInstruction(instruction) === 'key' ? keyNonce : recoveryNonce
  const isNext = instruction.nonce === next && instruction.deadlineSeconds > now
  if (state !== 'draft' || !isNext) throw new Problem('challenge_invalid')
}

type Signing = {
  readonly recommenderId: string
  readonly draft: InstructionRow
  readonly by: { readonly passkey: PasskeyAnswer; readonly site: PasskeySite }
}

/** The account's form of the answer, once it is one of the account's own passkey. */
async function signatureOf(deps: Deps, own: OwnAccount, { recommenderId, draft, by }: Signing): Promise<Hex> {
  const { digest, instruction } = draft
  const { key, recovery } = await stateOf(own)
  const signer = signerOfInstruction(instruction) === 'key' ? key : recovery
  const passkey = passkeyOfSigner(deps, own.passkeys, signer)
  if (passkey?.credentialId !== by.passkey.id) throw new Problem('passkey_refused')
  const spend = (challenge: string): Promise<void> =>
    `0x${challenge}` === digest ? Promise.resolve() : Promise.reject(new Problem('passkey_refused'))
  const { counter } = await deps.passkeys.readUsed(by.passkey, { site: by.site, spend, passkey })
  await deps.recommenders.transaction(recommenderId, (unit) =>
    unit.passkeys.setCounter(passkey.credentialId, counter),
  )
  const { response } = by.passkey
  return encodeAssertion(
    {
      authenticatorData: base64UrlBytes(String(response['authenticatorData'])),
      clientDataJSON: base64UrlBytes(String(response['clientDataJSON'])),
      signature: base64UrlBytes(String(response['signature'])),
    },
    digest,
  )
}

async function admit(
  { rateLimits, recommenders }: Pick<Deps, 'rateLimits' | 'recommenders'>,
  recommenderId: string,
  { instruction }: InstructionRow,
): Promise<void> {
  const { creditedMicros } = await recommenders.transaction(recommenderId, (unit) => unit.balances())
  const windowSeconds = DAY_SECONDS
  const own = { name: 'instructions', requests: CARRIED_PER_SIGNER, windowSeconds }
  const all =
    creditedMicros > 0n
      ? { name: 'all-instructions', requests: CARRIED_PER_DAY, windowSeconds }
      : { name: 'unpaid-instructions', requests: CARRIED_UNPAID_PER_DAY, windowSeconds }
  for (const [limit, who] of [
    [own, `${recommenderId}:${signerOfInstruction(instruction)}`],
    [all, 'everybody'],
  ] as const) {
    const { isAllowed, resetSeconds } = await rateLimits.count(limit, who)
    if (!isAllowed) throw new Problem('rate_limited', { retryAfterSeconds: Math.max(1, resetSeconds) })
  }
}
