// Answers 405 with the methods an address does take.

import { Problem } from '#domain/problem.ts'
import type { Router } from 'express'

/** Mount after the handlers of `path`; whatever they did not take is `method_not_allowed`. */
export function refuseOtherMethods(router: Router, path: string, methods: readonly ('GET' | 'POST')[]): void {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  router.all(path, (_request, response) => {
    response.set('Allow', allowed.join(', '))
    throw new Problem('method_not_allowed', { allowed })
  })
}
