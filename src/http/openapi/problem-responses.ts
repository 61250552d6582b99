// Refusals in the description: the form that all of them have, and the statuses that an endpoint can have by what it is.

import type { Role } from '#domain/access/principal.ts'
import { problemTable, type ProblemCode } from '#domain/problem-table.ts'
import { problemAnswerSchema } from '#schema/problem.ts'
import { z } from 'zod'
import type { ZodOpenApiResponseObject } from 'zod-openapi'
import type { Endpoint } from '../endpoint.ts'

/** The body of every refusal. */
const PROBLEM = problemAnswerSchema
  .extend({
    type: z.url().meta({ description: "The code's place on this server's page of codes." }),
    code: z.enum(Object.keys(problemTable) as ProblemCode[]),
  })
  .meta({ id: 'Problem' })

const REFUSALS = {
  400: {
    name: 'Malformed',
    description: 'It does not have the form that this address takes, or an Idempotency-Key is missing.',
  },
  401: { name: 'NotSignedIn', description: 'The key is missing, or is none.' },
  403: { name: 'NotAllowed', description: 'The key is right, and not allowed this.' },
  404: { name: 'NotFound', description: 'There is no such thing, or it is somebody else’s.' },
  409: {
    name: 'Conflict',
    description:
      'It cannot be done as things stand, or the first request with this Idempotency-Key still runs.',
  },
  412: { name: 'Changed', description: 'It is not what was read any more.' },
  422: {
    name: 'Refused',
    description:
      'The form is right and the content is refused, or the Idempotency-Key was used with another body.',
  },
  428: { name: 'ConditionMissing', description: 'The request needs If-Match.' },
  429: {
    name: 'TooMany',
    description: 'Too many requests; Retry-After says for how long to wait.',
  },
  default: { name: 'Other', description: 'Any other refusal.' },
} as const

type Refusal = keyof typeof REFUSALS

/** The refusals of one endpoint by status; whatever else happens is a problem, too. */
export function problemResponses(
  { method, path, described: { conditions } }: Endpoint,
  roles: readonly Role[],
): Record<Refusal, ZodOpenApiResponseObject | { $ref: string }> {
  const isOpen = roles.includes('anyone')
  const statuses: readonly Refusal[] = [
    400,
    ...(isOpen ? [] : ([401, 403] as const)),
    ...(path.includes(':') ? ([404] as const) : []),
    ...(method === 'POST' ? ([409] as const) : []),
    ...(conditions === 'none' ? [] : ([412] as const)),
    ...(method === 'POST' ? ([422] as const) : []),
    ...(conditions === 'required' ? ([428] as const) : []),
    429,
    'default',
  ]
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${REFUSALS[status].name}` }]),
  ) as ReturnType<typeof problemResponses>
}

/** The responses that endpoints refer to. */
export function problemComponents(): Record<string, ZodOpenApiResponseObject> {
  return Object.fromEntries(
    Object.values(REFUSALS).map(({ name, description }) => [
      name,
      { description, content: { 'application/problem+json': { schema: PROBLEM } } },
    ]),
  )
}
