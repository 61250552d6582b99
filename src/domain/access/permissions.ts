// The table of permissions: every address of this server, and who may ask for it.

import { apiPermissions } from './api-permissions.ts'
import { pagePermissions } from './page-permissions.ts'
import type { Permissions } from './permission.ts'

/** All rows. A test walks every role through every row over the mounted routers. */
export const permissions: Permissions = { ...apiPermissions, ...pagePermissions }
