// Every endpoint of the server, by what it is about; a test holds them equal to the server's.

import { exportQuerySchema } from '#schema/exports.ts'
import { downloads } from './operation.ts'
import { doorOperations } from './operations/doors.ts'
import { meOperations } from './operations/me.ts'
import { peopleOperations } from './operations/people.ts'
import { recordsOperations } from './operations/records.ts'
import { shopOperations } from './operations/shop.ts'
import { wiresOperations } from './operations/wires.ts'

export const operations = {
  ...shopOperations,
  ...peopleOperations,
  ...recordsOperations,
  ...wiresOperations,
  ...doorOperations,
  ...meOperations,
  exports: {
    download: downloads('/v1/exports/:file', exportQuerySchema),
    downloadOwn: downloads('/v1/me/exports/:file', exportQuerySchema),
  },
}

export type Operations = typeof operations
