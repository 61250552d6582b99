// Every address of the server, found by walking its routers, and who may use it, found by asking: nothing here has to be
// kept up to date by hand.

import type express from 'express'
import { z } from 'zod'
import { endpoints } from '#http/v1/endpoints.ts'
import type { JsonSchema } from './sample-body.ts'

export type Surface = {
  readonly method: string
  /** In express form, such as `/v1/orders/:orderId`. */
  readonly path: string
  /** What its body looks like, where it takes JSON. */
  readonly body?: JsonSchema | undefined
}

type Layer = {
  readonly route?: {
    readonly path: string | readonly string[]
    readonly methods: Readonly<Record<string, boolean>>
  }
  readonly handle?: { readonly stack?: readonly Layer[] }
}

/** What an express application answers at; methods that are only refused are left out. */
export function surfacesOf(app: express.Application): readonly Surface[] {
  const { stack } = app.router as unknown as { stack: readonly Layer[] }
  const found = routesOf(stack).map(({ method, path }) => ({
    method,
    path,
    body: bodySchemaOf(method, path),
  }))
  return [...new Map(found.map((surface) => [`${surface.method} ${surface.path}`, surface])).values()]
}

function routesOf(stack: readonly Layer[]): readonly { method: string; path: string }[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return handle?.stack ? routesOf(handle.stack) : []
    const methods = Object.keys(route.methods).filter((method) => method !== '_all')
    const paths = [route.path].flat()
    return methods.flatMap((method) => paths.map((path) => ({ method: method.toUpperCase(), path })))
  })
}

/** Bodies of what anybody but a person sends; a person's own are other shapes of the same. */
const SOMEBODY = { kind: 'anyone' } as never

function bodySchemaOf(method: string, path: string): JsonSchema | undefined {
  const described = endpoints.find((one) => one.method === method && one.path === path)?.described
  if (!described?.body || !described.bodyTypes.includes('application/json')) return undefined
  const schema = described.body(SOMEBODY)
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as JsonSchema
}

/** The names of a path's parameters. */
export function parametersOf(path: string): readonly string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}

/** A path with each parameter replaced by what `choose` gives for its name; what no request line carries is escaped. */
export function fillPath(path: string, choose: (name: string) => string): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => choose(name))
  return filled.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)
}
