// Ways in: sign-in links of a shop, and passkeys of people. A browser makes and uses the passkeys themselves.

import { sessionOpenedAnswerSchema } from '#schema/api-keys.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import {
  enrolPasskeySchema,
  passkeyEnrolledAnswerSchema,
  passkeyOptionsAnswerSchema,
  passkeySignInOptionsAnswerSchema,
  usePasskeySchema,
} from '#schema/passkeys.ts'
import {
  createSignInLinkSchema,
  newSignInLinkAnswerSchema,
  signInLinkRevokedAnswerSchema,
  signInLinksAnswerSchema,
} from '#schema/sign-in-links.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import { reads, writes } from '../operation.ts'

/** By subject. */
export const doorOperations = {
  signInLinks: {
    create: writes('/v1/sign-in-links', newSignInLinkAnswerSchema, createSignInLinkSchema),
    createFor: writes(
      '/v1/retailers/:retailerId/sign-in-links',
      newSignInLinkAnswerSchema,
      createSignInLinkSchema,
    ),
    list: reads('/v1/sign-in-links', signInLinksAnswerSchema, anyPageQuerySchema),
    revoke: writes('/v1/sign-in-links/:linkId/revoke', signInLinkRevokedAnswerSchema, emptyBodySchema),
  },
  passkeys: {
    creationOptions: writes(
      '/v1/programs/:programId/passkey-options',
      passkeyOptionsAnswerSchema,
      emptyBodySchema,
    ),
    enrol: writes('/v1/passkey-enrolments', passkeyEnrolledAnswerSchema, enrolPasskeySchema),
    signInOptions: writes('/v1/passkey-options', passkeySignInOptionsAnswerSchema, emptyBodySchema),
    signIn: writes('/v1/passkey-sessions', sessionOpenedAnswerSchema, usePasskeySchema),
  },
}
