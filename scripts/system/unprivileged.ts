// PostgreSQL refuses to run as root. As root, this picks the user it runs as instead, finds out what that user can
// reach, and keeps a folder that it surely can.

import { spawnSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import type { ProcessOwner } from './process.ts'
import { refuse } from './refusal.ts'

/** Every Unix has this user, and it owns nothing else of worth. */
const UNPRIVILEGED_USER = 'nobody'

/**
 * Where things go that the unprivileged user cannot reach in place, best first. `/var/lib` is kept over restarts and
 * never swept for age, as `/var/tmp` may be; the second is for a read-only system.
 */
const SHARED_FOLDERS = ['/var/lib/vouchpenny', '/var/tmp/vouchpenny']

/** The user that PostgreSQL runs as: undefined (the same as ours) unless this process is root. */
export function unprivilegedOwner(): ProcessOwner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = readUser(UNPRIVILEGED_USER)
  if (!owner || !succeeds('exit 0', '/', owner)) {
    refuse(
      `PostgreSQL cannot run as root, and no process can be started as the user ${UNPRIVILEGED_USER}; run as an ordinary user, or set DATABASE_URL.`,
    )
  }
  return owner
}

function readUser(name: string): ProcessOwner | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}

/** Whether `owner` can read and execute the program. */
export function canRun(program: string, owner: ProcessOwner): boolean {
  return succeeds('test -x "$1" && test -r "$1"', program, owner)
}

/** Whether `owner` can reach the folder and look up names in it. */
export function canEnter(folder: string, owner: ProcessOwner): boolean {
  return succeeds('cd "$1"', folder, owner)
}

/** Only a trial tells: permissions, access lists, mounts and containers all have a say. */
function succeeds(script: string, path: string, owner: ProcessOwner): boolean {
  return (
    spawnSync('/bin/sh', ['-c', script, 'sh', path], { ...owner, cwd: '/', stdio: 'ignore' }).status === 0
  )
}

/** A folder that every user can enter and only root can write. Refuses when there is none. */
export function sharedFolder(): string {
  for (const folder of SHARED_FOLDERS) {
    if (isOurs(folder)) return folder
  }
  return refuse(
    `PostgreSQL's user needs a folder it can reach, and ${SHARED_FOLDERS.join(' and ')} cannot be made; set DATABASE_URL.`,
  )
}

function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    const state = lstatSync(folder)
    if (!state.isDirectory() || state.uid !== 0) return false
    // Explicit, because the umask may have closed it.
    chmodSync(folder, 0o755)
    return true
  } catch {
    return false
  }
}
