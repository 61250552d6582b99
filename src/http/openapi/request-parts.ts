// What a request to an endpoint may carry, for the description: parameters, headers and body.

import type { Role } from '#domain/access/principal.ts'
import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import type { Endpoint } from '../endpoint.ts'

/** Headers that count, by their place among the components. */
export const HEADER_PARAMETERS = {
  IdempotencyKey: {
    in: 'header',
    name: 'Idempotency-Key',
    required: true,
    description:
      'Names what is done, once and for all: the same key with the same body gets the first answer again.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  IfNoneMatch: {
    in: 'header',
    name: 'If-None-Match',
    description: 'The ETag as it was read: answered 304 without a body while it is the same.',
    schema: { type: 'string' },
  },
  IfMatch: {
    in: 'header',
    name: 'If-Match',
    description: 'The ETag of what is changed, as it was read: refused when it is another by now.',
    schema: { type: 'string' },
  },
  IfMatchNeeded: {
    in: 'header',
    name: 'If-Match',
    required: true,
    description: 'The ETag of what is changed, as it was read: refused when it is another by now.',
    schema: { type: 'string' },
  },
} as const

type HeaderParameter = keyof typeof HEADER_PARAMETERS

/** Parameters of the path and query, and the headers that count. */
export function requestParametersOf({
  method,
  path,
  described: { params, query, conditions },
}: Endpoint): Pick<ZodOpenApiOperationObject, 'requestParams' | 'parameters'> {
  const headers: readonly HeaderParameter[] = [
    method === 'POST' ? 'IdempotencyKey' : 'IfNoneMatch',
    ...(conditions === 'optional' ? (['IfMatch'] as const) : []),
    ...(conditions === 'required' ? (['IfMatchNeeded'] as const) : []),
  ]
  return {
    requestParams: {
      ...(path.includes(':') ? { path: objectOf(params) } : {}),
      ...(isEmpty(query) ? {} : { query: objectOf(query) }),
    },
    parameters: headers.map((name) => ({ $ref: `#/components/parameters/${name}` })),
  }
}

/** The body as a caller sends it; for an endpoint that takes several, one for each who may ask. */
export function requestBodyOf(
  { described: { body, bodyTypes } }: Endpoint,
  roles: readonly Role[],
): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body === undefined) return {}
  const isJson = bodyTypes.includes('application/json')
  const forms = new Set(roles.map((kind) => body({ kind } as never)))
  const [first = z.unknown(), ...others] = forms
  const schema = others.length === 0 ? first : z.union([first, ...others])
  return {
    requestBody: {
      required: true,
      content: Object.fromEntries(bodyTypes.map((type) => [type, isJson ? { schema } : {}])),
    },
  }
}

/** Every schema of a path or query is an object; the types do not say so. */
function objectOf(schema: z.ZodType): z.ZodObject {
  return schema as z.ZodObject
}

function isEmpty(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length === 0
}
