// The addresses of the server that is played against: the application is put together for its routes alone and never
// asked anything.

import { createHttpApp } from '#http/create-http-app.ts'
import type { HttpWiring } from '#http/create-http-app.ts'
import { surfacesOf, type Surface } from './surfaces.ts'

/** All of them. */
export function listSurfaces(): readonly Surface[] {
  const nothing = new Proxy({}, { get: (_target, name) => (name === 'clock' ? { now: () => 0 } : undefined) })
  return surfacesOf(
    createHttpApp({
      deps: nothing as HttpWiring['deps'],
      publicUrl: 'http://localhost',
      checkOperatorKey: () => false,
      checkReady: () => Promise.resolve(),
      auditTarget: { rpcUrl: '', ledger: '' },
      cursorKey: new Uint8Array(32),
    }),
  )
}
