// Every address that is mounted has a row in the table of permissions, and every row an address.

import { expect, test } from 'vitest'
import { permissions } from '#domain/access/permissions.ts'
import { createHttpApp, type HttpWiring } from '#http/create-http-app.ts'
import { mountedRoutes } from '../../support/mounted-routes.ts'

test('the table of permissions has exactly the addresses that are mounted', () => {
  const wiring = { deps: { clock: { now: () => 0 } }, publicUrl: 'http://shop.test' }
  const app = createHttpApp(wiring as unknown as HttpWiring)
  expect(mountedRoutes(app).toSorted()).toEqual(Object.keys(permissions).toSorted())
})
