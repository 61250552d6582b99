// The API's description, for programs as JSON and for people as a page that this server brings whole: no file of it comes
// from elsewhere, and no script stands in the page itself.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contentSecurityPolicy } from 'helmet'
import express, { type RequestHandler, type Router } from 'express'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { openapiText } from './openapi-text.ts'

/** Of the description itself. */
export const OPENAPI_PATH = '/v1/openapi.json'

const ASSETS = [
  { path: '/docs/swagger-ui.css', type: 'css', file: 'swagger-ui-dist/swagger-ui.css' },
  { path: '/docs/swagger-ui.js', type: 'js', file: 'swagger-ui-dist/swagger-ui-bundle.js' },
] as const

const OPEN_PATH = '/docs/open.js'

/** Reads the description into the page; try-out goes to this server alone. */
const OPEN_SCRIPT = `SwaggerUIBundle({
  url: '${OPENAPI_PATH}',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  validatorUrl: null,
  persistAuthorization: false,
})
`

const NARROW_PATH = '/docs/narrow.css'

/** Tables of answers scroll by themselves, and the column that says of each "No links" is not drawn: a phone has no room. */
const NARROW_STYLE = `body { margin: 0 }
.swagger-ui .responses-inner { overflow-x: auto }
.swagger-ui .response-col_links { display: none }
`

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API · Vouchpenny</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <link rel="stylesheet" href="${NARROW_PATH}" />
  </head>
  <body>
    <noscript><p>This page needs a script. The same is in <a href="${OPENAPI_PATH}">openapi.json</a>.</p></noscript>
    <div id="api"></div>
    <script src="/docs/swagger-ui.js"></script>
    <script src="${OPEN_PATH}"></script>
  </body>
</html>
`

/** Own scripts, and pictures that stand in the style; the page asks nobody but this server. */
const allowOwnScripts: RequestHandler = contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    // Symbols of the page's buttons stand in its style and markup.
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
})

/** GET /v1/openapi.json, GET /docs and the files of that page. */
export function docsRoutes(): Router {
  const router = express.Router()
  let description: string | undefined
  router.get(OPENAPI_PATH, (_request, response) => {
    description ??= openapiText()
    response.type('application/json').send(description)
  })
  router.get('/docs', allowOwnScripts, (_request, response) => {
    response.type('html').send(PAGE)
  })
  router.get(OPEN_PATH, (_request, response) => {
    response.type('js').send(OPEN_SCRIPT)
  })
  router.get(NARROW_PATH, (_request, response) => {
    response.type('css').send(NARROW_STYLE)
  })
  for (const { path, type, file } of ASSETS) {
    let text: string | undefined
    router.get(path, (_request, response) => {
      text ??= readFileSync(fileURLToPath(import.meta.resolve(file)), 'utf8')
      response.type(type).send(text)
    })
  }
  for (const path of [OPENAPI_PATH, '/docs', OPEN_PATH, NARROW_PATH, ...ASSETS.map((asset) => asset.path)])
    refuseOtherMethods(router, path, ['GET'])
  return router
}
