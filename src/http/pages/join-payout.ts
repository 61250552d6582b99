// Where somebody who joins by the form is paid: at an address that they pasted, or at the account of a passkey that their
// browser made.

import { enrolledPayee, enrolPasskey, type Recovery } from '#app/sign-in/passkey-enrolment.ts'
import { Problem } from '#domain/problem.ts'
import { addressSchema } from '#schema/address.ts'
import type { HttpContext } from '../context.ts'
import { madeIn, passkeySiteOf } from './passkey-site.ts'

type Values = Readonly<Record<string, string>>

export type JoinPayout = {
  /** The form's fields with a payout address, and without what a passkey adds to them. */
  readonly values: Values
  /** A passkey that was made, sealed, to be kept or to come back with the form. */
  readonly enrolment?: string
  /** What was wrong with the passkey, for its person. */
  readonly problem?: string
}

/** What is wrong with a passkey, as a person can mend it. */
const MENDABLE: Readonly<Record<string, string>> = {
  challenge_invalid: 'The passkey took too long or was sent before. Make it once more, or paste an address.',
  passkey_refused: 'The passkey was not accepted. Make it once more, or paste an address.',
  passkey_malformed: 'This kind of passkey cannot be paid. Use another device, or paste an address.',
  passkeys_unavailable: 'This server takes no passkeys. Paste a payout address.',
}

/** Makes the payout address of a form's passkey; leaves a form without one as it is. */
export async function payoutOf(context: HttpContext, sent: Values): Promise<JoinPayout> {
  const { passkey, recoveryPasskey, recoveryAddress, enrolment, ...values } = sent
  if (enrolment !== undefined && enrolment !== '') return enrolledBefore(context, values, enrolment)
  const made = madeIn(passkey)
  if (made === undefined) {
    if (passkey === undefined || passkey === '') return { values }
    return { values, problem: MENDABLE['passkey_refused'] ?? '' }
  }
  const recovery = recoveryOf(recoveryPasskey, recoveryAddress)
  if (recovery === 'wrong')
    return {
      values,
      problem: 'What was to replace the passkey one day could not be read. Make it once more.',
    }
  try {
    const site = passkeySiteOf(context)
    const { payee, sealed } = await enrolPasskey(context.deps, { made, recovery, site })
    return { values: { ...values, payee }, enrolment: sealed }
  } catch (error) {
    const problem = error instanceof Problem ? MENDABLE[error.code] : undefined
    if (problem === undefined) throw error
    return { values, problem }
  }
}

function enrolledBefore({ deps }: HttpContext, values: Values, enrolment: string): JoinPayout {
  const payee = enrolledPayee(deps, enrolment)
  if (payee === undefined) return { values, problem: MENDABLE['challenge_invalid'] ?? '' }
  return { values: { ...values, payee }, enrolment }
}

/** A second passkey goes before an address; an empty field is none. */
function recoveryOf(
  passkey: string | undefined,
  address: string | undefined,
): Recovery | undefined | 'wrong' {
  const answer = madeIn(passkey)
  if (answer !== undefined) return { kind: 'passkey', answer }
  if (passkey !== undefined && passkey !== '') return 'wrong'
  if (address === undefined || address.trim() === '') return undefined
  const parsed = addressSchema.safeParse(address)
  return parsed.success ? { kind: 'address', address: parsed.data } : 'wrong'
}
