// One endpoint of the JSON API, and the steps every request to it takes: who asks → body → key → form → once → answer.
// Authentication comes first, so that nothing else can be learned without a key.

import type { AsRead } from '#app/as-read.ts'
import { authorize, permissionFor } from '#domain/access/authorize.ts'
import type { Principal, Role } from '#domain/access/principal.ts'
import { canonicalHash } from '#domain/policy.ts'
import { Problem } from '#domain/problem.ts'
import type { Request, Response, Router } from 'express'
import type { z } from 'zod'
import { identify, type Access } from './access.ts'
import { answerOnce, idempotencyKeyOf, type Answer } from './answer-once.ts'
import { checkInput, readQuery } from './check-input.ts'
import { conditionalChange, type Conditions } from './conditional-change.ts'
import type { HttpContext, HttpLimits } from './context.ts'
import { describedBy, type Described, type Describing } from './described.ts'
import { etagOf, matchesWeakly } from './etag.ts'
import { cursorScope, isPaged, withCursor, withPosition } from './paging.ts'
import { toJsonText } from './problem-response.ts'
import { admitRequest } from './rate-limit.ts'
import { readJsonBody, type ReadBody } from './read-body.ts'

/** Where an Idempotency-Key counts: the retailer whose shard keeps it, and who used it. */
export type KeyScope = { readonly retailerId: string; readonly principal: string }

export type EndpointInput<Who, Params, Query, Body> = {
  readonly who: Who
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Names this request among those of its principal; empty for GET. */
  readonly idempotencyKey: string
}

type EndpointShape<Who, Params, Query> = Describing & {
  /** Path in express form, such as `/v1/programs/:programId/pool`. */
  readonly path: string
  readonly access: Access<Who>
  readonly params: z.ZodType<Params>
  readonly query: z.ZodType<Query>
}

export type GetShape<Who, Params, Query> = EndpointShape<Who, Params, Query> & {
  readonly answer: (
    context: HttpContext,
    input: EndpointInput<Who, Params, Query, undefined>,
  ) => Promise<Answer>
}

export type FileShape<Who, Params, Query> = EndpointShape<Who, Params, Query> & {
  readonly send: (
    context: HttpContext,
    input: EndpointInput<Who, Params, Query, undefined>,
    response: Response,
  ) => Promise<void>
}

export type PostShape<Who, Params, Query, Body> = EndpointShape<Who, Params, Query> & {
  readonly body: (who: Who) => z.ZodType<Body>
  /** For a body that is no JSON, or a large one. */
  readonly readBody?: (request: Request, response: Response, limits: HttpLimits) => Promise<ReadBody>
  readonly keyScope: (who: Who, params: Params, body: Body) => KeyScope
  /**
   * `optional`: the change may be bound to what was read, by If-Match. `required`: it replaces settings, so that without
   * one it would overwrite another unseen; its answer is what the GET of the thing answers then. `none` when left out.
   */
  readonly conditions?: Conditions
  readonly answer: (
    context: HttpContext,
    input: EndpointInput<Who, Params, Query, Body> & {
      /** The condition of the request, for the use-case to hold against what it changes. */
      readonly asRead: AsRead<object> | undefined
    },
  ) => Promise<Answer>
}

export type Endpoint = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly described: Described
  readonly mount: (router: Router, context: HttpContext) => void
}

/** An endpoint that reads. */
export function getEndpoint<Who, Params, Query>(shape: GetShape<Who, Params, Query>): Endpoint {
  const { path } = shape
  return {
    method: 'GET',
    path,
    described: describedBy(shape),
    mount: (router, context) => {
      permissionFor(context.permissions, `GET ${path}`)
      router.get(path, async (request, response) => {
        const { who, principal } = await whoAsks(shape, `GET ${path}`, context, { request, response })
        const params = checkParams(shape.params, request)
        const asked = readQuery(request.url)
        const scope = isPaged(shape.answers)
          ? cursorScope(context.cursorKey, { path: request.path, query: asked, principal })
          : undefined
        const query = checkInput(shape.query, scope === undefined ? asked : withPosition(scope, asked))
        const input = { who, params, query, body: undefined, idempotencyKey: '' }
        const { status, body } = await shape.answer(context, input)
        const paged = scope === undefined ? body : withCursor(scope, body)
        sendTagged(request, response, { status, text: toJsonText(paged) })
      })
    },
  }
}

/** An endpoint that reads and sends what is no JSON by itself. */
export function fileEndpoint<Who, Params, Query>(shape: FileShape<Who, Params, Query>): Endpoint {
  const { path } = shape
  return {
    method: 'GET',
    path,
    described: describedBy(shape),
    mount: (router, context) => {
      permissionFor(context.permissions, `GET ${path}`)
      router.get(path, async (request, response) => {
        const { who } = await whoAsks(shape, `GET ${path}`, context, { request, response })
        const params = checkParams(shape.params, request)
        const query = checkInput(shape.query, readQuery(request.url))
        await shape.send(context, { who, params, query, body: undefined, idempotencyKey: '' }, response)
      })
    },
  }
}

/** An endpoint that creates or moves something; asks for an Idempotency-Key. */
export function postEndpoint<Who, Params, Query, Body>(shape: PostShape<Who, Params, Query, Body>): Endpoint {
  const { path } = shape
  return {
    method: 'POST',
    path,
    described: describedBy(shape),
    mount: (router, context) => {
      permissionFor(context.permissions, `POST ${path}`)
      router.post(path, (request, response) => answerPost(shape, context, request, response))
    },
  }
}

type Exchange = { readonly request: Request; readonly response: Response }

/** Who asks, once they have not asked too often and the table of permissions lets them. */
async function whoAsks<Who>(
  { access }: { readonly access: Access<Who> },
  action: string,
  context: HttpContext,
  exchange: Exchange,
): Promise<{ readonly who: Who; readonly principal: Principal }> {
  const table = context.permissions
  const principal = await countedPrincipal(context, permissionFor(table, action).roles, exchange)
  authorize(principal, action, { resource: exchange.request.params, table })
  return { who: access(principal), principal }
}

/** Whoever comes with a key that is nobody's is counted as nobody. */
async function countedPrincipal(
  context: HttpContext,
  roles: readonly Role[],
  exchange: Exchange,
): Promise<Principal> {
  try {
    const principal = await identify(context, exchange.request, roles)
    await admitRequest(context, principal, exchange)
    return principal
  } catch (error) {
    if (error instanceof Problem && error.code === 'credentials_invalid')
      await admitRequest(context, { kind: 'anyone' }, exchange)
    throw error
  }
}

async function answerPost<Who, Params, Query, Body>(
  shape: PostShape<Who, Params, Query, Body>,
  context: HttpContext,
  request: Request,
  response: Response,
): Promise<void> {
  const { who } = await whoAsks(shape, `POST ${shape.path}`, context, { request, response })
  const params = checkParams(shape.params, request)
  const query = checkInput(shape.query, readQuery(request.url))
  const read = shape.readBody ?? readJsonEndpointBody
  const { value, compared } = await read(request, response, context.limits)
  const idempotencyKey = idempotencyKeyOf(request)
  const body = checkInput(shape.body(who), value)

  const scope = { ...shape.keyScope(who, params, body), route: `POST ${shape.path}`, key: idempotencyKey }
  const bodyHash = canonicalHash({ params, query, body: compared })
  const { conditions = 'none' } = shape
  const { asRead, expectChecked } = conditionalChange(conditions, request)
  const kept = await answerOnce(context, { scope, bodyHash, toText: toJsonText }, async () => {
    const answer = await shape.answer(context, { who, params, query, body, idempotencyKey, asRead })
    expectChecked()
    return answer
  })
  if (conditions === 'required') response.set('ETag', etagOf(kept.text))
  if (kept.replayed) response.set('Idempotency-Replayed', 'true')
  sendJson(response, kept.status, kept.text)
}

async function readJsonEndpointBody(
  request: Request,
  response: Response,
  { jsonBodyBytes }: HttpLimits,
): Promise<ReadBody> {
  const json = await readJsonBody(request, response, jsonBodyBytes)
  return { value: json, compared: json }
}

/** An id in the path that cannot exist is answered like one that does not. */
function checkParams<Params>(schema: z.ZodType<Params>, request: Request): Params {
  const result = schema.safeParse(request.params)
  if (!result.success) throw new Problem('not_found')
  return result.data
}

/** An answer that was read, with its tag; without a body when the caller has the same already. */
function sendTagged(
  request: Request,
  response: Response,
  { status, text }: { readonly status: number; readonly text: string },
): void {
  const etag = etagOf(text)
  response.set('ETag', etag)
  const known = request.headers['if-none-match']
  if (known !== undefined && matchesWeakly(known, etag)) response.status(304).end()
  else sendJson(response, status, text)
}

function sendJson(response: Response, status: number, text: string): void {
  response.status(status).type('application/json').send(text)
}
