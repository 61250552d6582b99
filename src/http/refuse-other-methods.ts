// Says which methods an address takes: to OPTIONS, and with 405 to every other method.

import { Problem } from '#domain/problem.ts'
import type { Router } from 'express'

/** Mount after the handlers of `path`; whatever they did not take is `method_not_allowed`. */
export function refuseOtherMethods(router: Router, path: string, methods: readonly ('GET' | 'POST')[]): void {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  router.all(path, (request, response) => {
    response.set('Allow', [...allowed, 'OPTIONS'].join(', '))
    if (request.method === 'OPTIONS') {
      response.status(204).end()
      return
    }
    throw new Problem('method_not_allowed', { allowed })
  })
}
