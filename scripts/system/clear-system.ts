// Throws a system's data away, after ending what an interrupted run may have left running on it.

import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endLeftAnvil } from './anvil.ts'
import { endLeftPostgres } from './postgres.ts'
import { endLeftRelayer } from './relayer.ts'
import { lockFolder } from './system-lock.ts'

/** Removes `folder`. Refuses while a supervisor runs on it. */
export async function clearSystem({ folder }: { folder: string }): Promise<void> {
  if (!existsSync(folder)) return
  const unlock = lockFolder(folder)
  try {
    await endLeftRelayer({ folder })
    await endLeftAnvil({ folder: join(folder, 'chain') })
    await endLeftPostgres({ folder: join(folder, 'postgres') })
  } finally {
    unlock()
  }
  rmSync(folder, { recursive: true, force: true })
}
