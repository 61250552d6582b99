// A form that a wallet signed: what it brings, and what is said when it opens nothing.

import type { ProblemCode } from '#domain/problem-table.ts'
import { Problem } from '#domain/problem.ts'
import { signedFormSchema } from '#schema/api-keys.ts'
import type { Request, Response } from 'express'
import { checkInput } from '../check-input.ts'
import { readForm } from './read-form.ts'

/** What is wrong with a signed text, for the person who had it signed. */
const SENTENCES: Partial<Record<ProblemCode, string>> = {
  challenge_invalid: 'The text was not signed in time, or was used before. Try again.',
  signature_invalid: 'The wallet did not sign this text. Try again.',
  credentials_invalid: 'This wallet opens no shop here. Sign in with your key, and let it in first.',
  wallet_taken: 'This wallet opens another shop.',
}

/** The text and its signature; throws as `readForm`, and `input_invalid`. */
export async function signedForm(request: Request, response: Response) {
  return checkInput(signedFormSchema, await readForm(request, response))
}

/** What `act` gives, or the sentence for a signature that it refuses. */
export async function unlessUnsigned<Result extends object>(
  act: () => Promise<Result>,
): Promise<Result | string> {
  try {
    return await act()
  } catch (error) {
    const sentence = error instanceof Problem ? SENTENCES[error.code] : undefined
    if (sentence === undefined) throw error
    return sentence
  }
}
