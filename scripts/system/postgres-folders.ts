// Decides where a PostgreSQL cluster and its socket live, and makes those folders with the right owner.
// Normally the cluster is a plain folder inside the data folder. Where PostgreSQL's user cannot reach that, it is a
// link to a folder elsewhere, so that deleting the data folder still means starting from nothing.

import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
} from 'node:fs'
import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import type { ProcessOwner } from './process.ts'
import { refuse } from './refusal.ts'
import { canEnter, sharedFolder } from './unprivileged.ts'

/** The kernel's limit for a socket's path is 107 bytes on Linux and 103 on macOS; `/.s.PGSQL.5432` takes 14. */
const SOCKET_FOLDER_MAX_BYTES = 85

/** 48 bits of a hash: names one cluster among the few of a machine. */
const HASH_HEX_DIGITS = 12

/** Says, in a cluster kept elsewhere, which link it belongs to. */
const LINK_NOTE = 'belongs-to'

/** Others may enter, but not list. */
const PASSABLE_MODE = 0o711

/** Returns the real path of the folder that holds (or will hold) the cluster; its parent exists and is reachable. */
export function findClusterFolder(folder: string, owner: ProcessOwner | undefined): string {
  mkdirSync(folder, { recursive: true })
  // It holds nothing but `home` and the log; the other user may pass through.
  if (owner) chmodSync(folder, PASSABLE_MODE)
  const home = join(realpathSync(folder), 'home')
  if (!existsSync(home)) makeHome(home, owner)
  const real = realpathSync(home)
  refuseForeignHome(real, owner)
  return join(real, 'cluster')
}

/** The real path of the cluster's folder when it was made before; undefined otherwise. */
export function knownClusterFolder(folder: string): string | undefined {
  const home = join(folder, 'home')
  return existsSync(home) ? join(realpathSync(home), 'cluster') : undefined
}

function makeHome(home: string, owner: ProcessOwner | undefined): void {
  rmSync(home, { force: true }) // A link whose target is gone.
  mkdirSync(home, { mode: 0o700 })
  if (!owner) return
  chownSync(home, owner.uid, owner.gid)
  if (canEnter(home, owner)) return
  rmSync(home, { recursive: true })
  dropAbandonedHomes(home)
  const elsewhere = join(sharedFolder(), `cluster-${randomBytes(HASH_HEX_DIGITS / 2).toString('hex')}`)
  mkdirSync(elsewhere, { mode: 0o700 })
  writeFileSync(join(elsewhere, LINK_NOTE), home)
  chownSync(elsewhere, owner.uid, owner.gid)
  symlinkSync(elsewhere, home)
}

/**
 * Clusters whose link is gone: an earlier one at this very place, or one in a temporary folder. Any other missing link
 * may be on a disk that is not there at the moment.
 */
function dropAbandonedHomes(home: string): void {
  const shared = sharedFolder()
  for (const name of readdirSync(shared)) {
    const note = join(shared, name, LINK_NOTE)
    if (!existsSync(note) || existsSync(join(shared, name, 'cluster', 'postmaster.pid'))) continue
    const link = readFileSync(note, 'utf8')
    const isTemporary = link.startsWith(join(tmpdir(), sep))
    if (link === home || (isTemporary && !existsSync(link)))
      rmSync(join(shared, name), { recursive: true, force: true })
  }
}

function refuseForeignHome(home: string, owner: ProcessOwner | undefined): void {
  const expected = owner?.uid ?? process.getuid?.()
  const found = lstatSync(home).uid
  if (expected === undefined || found === expected) return
  refuse(
    `The database in ${home} belongs to user number ${found}, not to ${expected}; start as the user who made it, or remove the data folder.`,
  )
}

/** Makes the private folder for a cluster's socket, short enough for any kernel; its name follows the cluster's. */
export function makeSocketFolder(cluster: string, owner: ProcessOwner | undefined): string {
  // The folder's birth is part of the name: a server whose folder was deleted under it keeps its socket for a while.
  const { ino, birthtimeMs } = lstatSync(dirname(cluster))
  const hash = createHash('sha256')
    .update(`${cluster}:${ino}:${birthtimeMs}`)
    .digest('hex')
    .slice(0, HASH_HEX_DIGITS)
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    const folder = join(base, `vouchpenny-${hash}`)
    if (Buffer.byteLength(folder) > SOCKET_FOLDER_MAX_BYTES || !existsSync(base)) continue
    if (owner && !canEnter(base, owner)) continue
    makePrivateFolder(folder, owner)
    return folder
  }
  return refuse('No short temporary folder was found for the database socket; set TMPDIR to one.')
}

/** Others can write beside this folder, so it is only taken when it is ours alone. */
function makePrivateFolder(folder: string, owner: ProcessOwner | undefined): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 })
    if (owner) chownSync(folder, owner.uid, owner.gid)
  }
  const state = lstatSync(folder)
  const expected = owner?.uid ?? process.getuid?.() ?? state.uid
  if (!state.isDirectory() || state.uid !== expected) {
    refuse(`${folder} belongs to somebody else; remove it, or set TMPDIR to another folder.`)
  }
  chmodSync(folder, 0o700)
}
