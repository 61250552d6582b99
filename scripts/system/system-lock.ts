// One supervisor for one data folder.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readLivingProcess, removeProcessMark, writeProcessMark } from './process-mark.ts'
import { refuse } from './refusal.ts'

/** Takes the folder for this process and returns what gives it back. Refuses while another process has it. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'supervisor.json')
  for (;;) {
    const pid = readLivingProcess(file)
    if (pid !== undefined) {
      refuse(`Vouchpenny already runs on ${folder} (process ${pid}); use that one, or stop it first.`)
    }
    removeProcessMark(file)
    if (tryMark(file)) return () => removeProcessMark(file)
  }
}

/** Two starts at the same moment: the file system lets one of them make the file. */
function tryMark(file: string): boolean {
  try {
    writeProcessMark(file, process.pid, { exclusive: true })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
