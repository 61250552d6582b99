// The files that pages load: the style, the mark, and scripts for those that take passkeys.

import { DAY_SECONDS } from '#domain/time.ts'
import { MARK_PATH, markSvg } from '#web/pages/mark.ts'
import { scripts } from '#web/pages/scripts.ts'
import { STYLE_PATH, styleSheet } from '#web/pages/style.ts'
import express, { type Response, type Router } from 'express'
import { refuseOtherMethods } from '../refuse-other-methods.ts'

/** Names change with their content, so a browser may keep a file for a year, in seconds. */
const KEEP_SECONDS = 365 * DAY_SECONDS

/** GET the style, the mark and the scripts. */
export function assetRoutes(): Router {
  const router = express.Router()
  router.get(STYLE_PATH, (_request, response) => {
    keep(response).type('css').send(styleSheet)
  })
  router.get(MARK_PATH, (_request, response) => {
    keep(response).type('image/svg+xml').send(markSvg)
  })
  for (const { path, text } of scripts) {
    router.get(path, (_request, response) => {
      keep(response).type('js').send(text)
    })
    refuseOtherMethods(router, path, ['GET'])
  }
  for (const path of [STYLE_PATH, MARK_PATH]) refuseOtherMethods(router, path, ['GET'])
  return router
}

function keep(response: Response): Response {
  return response.set('Cache-Control', `public, max-age=${KEEP_SECONDS}, immutable`)
}
