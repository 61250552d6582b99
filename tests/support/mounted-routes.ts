// Every address that the HTTP application has mounted, read from its routers.

import type { Application } from 'express'

/** What is known of express's routers: a layer is a route with its methods, or a router with layers of its own. */
type Layer = {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle?: { readonly stack?: readonly Layer[] }
}

/** `METHOD /path` of all that answers, without the rows that refuse other methods; assets by their one row. */
export function mountedRoutes(app: Application): readonly string[] {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] }
  return [...new Set(routesIn(stack))]
}

function routesIn(stack: readonly Layer[]): readonly string[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return routesIn(handle?.stack ?? [])
    const path = route.path.replace(/^\/assets\/[^/]+$/, '/assets/:name')
    const methods = Object.keys(route.methods).filter((method) => method !== '_all')
    return methods.map((method) => `${method.toUpperCase()} ${path}`)
  })
}
