// Mounts every endpoint of the JSON API, and refuses other methods at their addresses.

import express, { type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { endpoints } from './endpoints.ts'

/** The router of /v1. */
export function apiRoutes(context: HttpContext): Router {
  const router = express.Router()
  for (const { mount } of endpoints) mount(router, context)
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    const methods = endpoints.filter((endpoint) => endpoint.path === path).map(({ method }) => method)
    refuseOtherMethods(router, path, methods)
  }
  return router
}
