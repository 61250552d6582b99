// The front page and the page of codes.

import { errorsPage } from '#web/pages/errors-page.ts'
import { homePage } from '#web/pages/home-page.ts'
import express, { type Router } from 'express'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { problemStatus } from '../problem-status.ts'
import { sendPage } from './send-page.ts'

/** GET / and GET /errors. */
export function homeRoutes(): Router {
  const router = express.Router()
  router.get('/', (_request, response) => sendPage(response, homePage()))
  router.get('/errors', (_request, response) => sendPage(response, errorsPage(problemStatus)))
  for (const path of ['/', '/errors']) refuseOtherMethods(router, path, ['GET'])
  return router
}
