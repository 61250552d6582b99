// The Solidity sources of the project: which there are, what each imports, and a hash that says whether any changed.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import type { SourceText } from './syntax-tree.ts'

const require = createRequire(import.meta.url)

/** By path: from the project's root, or as an import of a package names it. */
export type Sources = ReadonlyMap<string, SourceText>

/** Paths of the `.sol` files below a folder, from `root`, in order. */
export function solidityFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sol'))
    .map((path) => posix.join(folder, path.replaceAll('\\', '/')))
    .sort()
}

/** These files and all they import. */
export function readSources(root: string, files: readonly string[]): Sources {
  const sources = new Map<string, SourceText>()
  const waiting = [...files]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (sources.has(file)) continue
    const ofProject = join(root, file)
    const bytes = readFileSync(existsSync(ofProject) ? ofProject : require.resolve(file))
    sources.set(file, { file, bytes })
    waiting.push(...importsOf({ file, bytes }))
  }
  return sources
}

function importsOf({ file, bytes }: SourceText): readonly string[] {
  return [...bytes.toString('utf8').matchAll(/^import\s[^"]*"([^"]+)";/gm)].map(([, path = '']) =>
    path.startsWith('.') ? posix.join(posix.dirname(file), path) : path,
  )
}

/** The files of `sources` that one of them needs, itself among them. */
export function importClosure(sources: Sources, file: string): ReadonlySet<string> {
  const closure = new Set<string>()
  const waiting = [file]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const source = sources.get(next)
    if (!source || closure.has(next)) continue
    closure.add(next)
    waiting.push(...importsOf(source))
  }
  return closure
}

/** Changes with every byte of the sources and of `settings`. */
export function hashOf(sources: Sources, settings: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(settings))
  for (const [file, { bytes }] of [...sources].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`\n${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
