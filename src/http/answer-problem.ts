// The last word on every request that failed: problem details for programs, a page for people. Nothing of the inside
// is shown; what nobody foresaw is logged with a number that the answer repeats.

import { Problem } from '#domain/problem.ts'
import { htmlText } from '#web/pages/html.ts'
import { problemPage } from '#web/pages/problem-page.ts'
import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import type { HttpContext } from './context.ts'
import { sendProblem, setProblemHeaders, toProblem } from './problem-response.ts'

/** Random bytes in the number of a failure: enough to find one line in a log. */
const FAILURE_ID_BYTES = 6

/** `not_found` for every address that nothing else took. */
export const refuseUnknownRoutes: RequestHandler = () => {
  throw new Problem('not_found')
}

/** The error handler of the application. */
export function answerProblem(context: HttpContext): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const problem = named(toProblem(error), context, request)
    if (wantsPage(request)) {
      setProblemHeaders(response, problem)
      response.type('html').send(htmlText(problemPage(problem)))
      return
    }
    sendProblem(response, problem, context.publicUrl)
  }
}

/** Gives an unforeseen failure its number and logs it; problems pass as they are. */
function named(problem: Problem, { deps }: HttpContext, request: Request): Problem {
  if (problem.code !== 'internal_error') return problem
  const failure = deps.random.bytes(FAILURE_ID_BYTES).toHex()
  deps.log.error('a request failed', {
    failure,
    method: request.method,
    route: routeOf(request),
    error: problem.cause,
  })
  return new Problem('internal_error', { failure }, { cause: problem.cause })
}

/** The route's pattern; the address itself may hold a sign-in token and is not logged. */
function routeOf(request: Request): string {
  const route: unknown = request.route
  const hasPath = typeof route === 'object' && route !== null && 'path' in route
  return hasPath ? String(route.path) : 'none'
}

/** People's browsers ask for HTML; addresses of the API and of webhooks never answer with a page. */
function wantsPage(request: Request): boolean {
  const isForPrograms = request.path.startsWith('/v1/') || request.path.startsWith('/hooks/')
  return !isForPrograms && request.accepts(['application/problem+json', 'html']) === 'html'
}
