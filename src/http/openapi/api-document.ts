// The description of the JSON API (OpenAPI 3.1), made from what the endpoints themselves check by.

import { permissionFor } from '#domain/access/authorize.ts'
import { permissions } from '#domain/access/permissions.ts'
import { ROLES, type Role } from '#domain/access/principal.ts'
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi'
import type { Endpoint } from '../endpoint.ts'
import { problemComponents, problemResponses } from './problem-responses.ts'
import { HEADER_PARAMETERS, requestBodyOf, requestParametersOf } from './request-parts.ts'

/** Of the description, not of the program: `/v1` stays compatible. */
const API_VERSION = '1.0.0'

const ABOUT = `Everything that a page or a command does can be done here. Amounts are decimal strings, instants are ISO 8601
in UTC, refusals are problem details (RFC 9457) with a code. docs/reference/http.md says more.`

/** Whose key goes into \`Authorization: Bearer\`. */
const SCHEMES: Readonly<Partial<Record<Role, { name: string; description: string }>>> = {
  operator: { name: 'operatorKey', description: 'The key of whoever runs this server.' },
  retailer: { name: 'apiKey', description: "A shop's API key." },
  recommender: { name: 'signInToken', description: "A person's sign-in token." },
}

const TAGS = [
  { role: 'anyone', name: 'Everybody', description: 'Needs no key.' },
  { role: 'recommender', name: 'People', description: 'With a sign-in token.' },
  { role: 'retailer', name: 'Shops', description: 'With an API key.' },
  { role: 'operator', name: 'Operator', description: 'With the key of whoever runs this server.' },
] as const

type HttpMethod = 'get' | 'post'

/** The document as an object; the same for the same endpoints, whatever server it is made on. */
export function apiDocument(endpoints: readonly Endpoint[]): ReturnType<typeof createDocument> {
  const paths: Record<string, Partial<Record<HttpMethod, ZodOpenApiOperationObject>>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
    const method = endpoint.method === 'GET' ? 'get' : 'post'
    paths[path] = { ...paths[path], [method]: operationOf(endpoint) }
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Vouchpenny', version: API_VERSION, description: ABOUT.replaceAll('\n', ' ') },
      servers: [{ url: '/', description: 'This server.' }],
      tags: TAGS.map(({ name, description }) => ({ name, description })),
      paths,
      components: {
        securitySchemes: Object.fromEntries(
          Object.values(SCHEMES).map(({ name, description }) => [
            name,
            { type: 'http', scheme: 'bearer', description },
          ]),
        ),
        parameters: HEADER_PARAMETERS,
        responses: problemComponents(),
      },
    },
    { override: allowMoreFields },
  )
}

/** Answers may gain fields; what is sent may not have others than these. */
function allowMoreFields({
  jsonSchema,
  io,
}: {
  readonly jsonSchema: { additionalProperties?: unknown }
  readonly io: 'input' | 'output'
}): void {
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

function operationOf(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { method, path, described } = endpoint
  const { roles, scope } = permissionFor(permissions, `${method} ${path}`)
  const scopeNote = scope === undefined ? '' : ` Needs a key with the scope \`${scope}\`.`
  return {
    operationId: operationIdOf(endpoint),
    summary: described.summary,
    ...(scopeNote === '' ? {} : { description: scopeNote.trim() }),
    tags: [TAGS.find(({ role }) => roles.includes(role))?.name ?? 'Shops'],
    // The page draws a lock where a key counts: where none is looked at there is none to draw.
    security: (roles.length === ROLES.length ? [] : roles).flatMap((role) => {
      if (role === 'anyone') return [{}]
      const scheme = SCHEMES[role]
      return scheme === undefined ? [] : [{ [scheme.name]: [] }]
    }),
    ...requestParametersOf(endpoint),
    ...requestBodyOf(endpoint, roles),
    responses: {
      ...Object.fromEntries(
        described.statuses.map((status) => [
          String(status),
          {
            description: STATUS_WORDS[status],
            ...(isTagged(endpoint) ? { headers: ETAG } : {}),
            content: Object.fromEntries(
              described.answerTypes.map((type) => [type, { schema: described.answers }]),
            ),
          },
        ]),
      ),
      ...problemResponses(endpoint, roles),
    },
  }
}

/** What is read as JSON has a tag; a table is sent before all of it was read. */
function isTagged({ method, described }: Endpoint): boolean {
  return method === 'GET' && described.answerTypes.includes('application/json')
}

const ETAG = { ETag: { description: 'Names this very answer.', schema: { type: 'string' } } } as const

const STATUS_WORDS = {
  200: 'Done, or read.',
  201: 'Created.',
  202: 'Taken; the chain has not answered yet.',
} as const

/** `postProgramsByProgramIdPool`: made of method and path, so it is unique and stays. */
function operationIdOf({ method, path }: Endpoint): string {
  const words = path
    .replace('/v1/', '')
    .split(/[/.-]/)
    .map((word) => (word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)))
  return method.toLowerCase() + words.join('')
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
