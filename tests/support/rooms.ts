// Reads the rooms table of docs/architecture.md and the imports of source files, and says which imports break the table.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export type Room = {
  readonly name: string
  readonly rooms: readonly string[]
  readonly packages: readonly string[]
  readonly browser: boolean
}

/** One import of a file; `file` is relative to the project, with slashes. */
export type Import = { readonly file: string; readonly specifier: string; readonly typeOnly: boolean }

/** Files directly in `src/`. */
const COMPOSITION = 'composition'

/** Erased before anything runs, and the same words everywhere. */
const TYPES_ANYWHERE = ['viem', 'zod']

/** The rows of the rooms table. */
export function readRooms(markdown: string): Room[] {
  return [...markdown.matchAll(/^\| `([\w/]+)` +\|[^|]*\|([^|]*)\|([^|]*)\| *(yes|no) *\|$/gm)].map(
    ([, name = '', rooms = '', packages = '', browser]) => ({
      name,
      rooms: namesIn(rooms),
      packages: namesIn(packages),
      browser: browser === 'yes',
    }),
  )
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

/** Source files under `folder`, relative to the project, with slashes. */
export function listSources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
}

/** Every import and re-export of a file, static or dynamic. */
export function readImports(file: string, code = readFileSync(join(ROOT, file), 'utf8')): Import[] {
  const imports: Import[] = []
  visit(parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }), (node) => {
    const source = node['source'] as { type?: string; value?: unknown } | null | undefined
    if (source?.type !== 'Literal' || typeof source.value !== 'string') return
    const typeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type'
    imports.push({ file, specifier: source.value, typeOnly })
  })
  return imports
}

/** Names of `globals` that the file uses as free-standing words. */
export function readGlobals(
  file: string,
  globals: readonly string[],
  code = readFileSync(join(ROOT, file), 'utf8'),
): string[] {
  const found = new Set<string>()
  visit(parseAst(code, { lang: 'ts' }), (node, parent) => {
    if (node['type'] !== 'Identifier' || !globals.includes(String(node['name']))) return
    const isMember =
      parent?.['type'] === 'MemberExpression' && parent['property'] === node && parent['computed'] === false
    const isKey = parent?.['type'] === 'Property' && parent['key'] === node && parent['value'] !== node
    if (!isMember && !isKey) found.add(String(node['name']))
  })
  return [...found]
}

type Node = Record<string, unknown>

function visit(node: unknown, see: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see, parent)
  } else if (typeof node === 'object' && node !== null) {
    const here = node as Node
    if (typeof here['type'] === 'string') see(here, parent)
    for (const child of Object.values(here)) visit(child, see, here)
  }
}

/** What is wrong with an import, in one sentence; undefined when nothing is. */
export function judgeImport(
  rooms: readonly Room[],
  { file, specifier, typeOnly }: Import,
): string | undefined {
  const own = roomOf(file)
  if (own === COMPOSITION) return undefined
  const room = rooms.find(({ name }) => name === own)
  if (!room) return `${file} is in no room of the table.`

  if (specifier.startsWith('.')) {
    const target = posix.join(dirname(file), specifier)
    if (roomOf(target) === own) return undefined
    const isListed = room.rooms.some((name) => target.startsWith(`${name}/`))
    return isListed ? undefined : `${file} leaves its room by the relative path ${specifier}.`
  }
  if (specifier.startsWith('#')) {
    const target = roomOf(`src/${specifier.slice(1)}`)
    if (target === own) return `${file} imports from its own room as ${specifier} instead of relatively.`
    return room.rooms.includes(target)
      ? undefined
      : `${own} may not import ${target}, but ${file} imports ${specifier}.`
  }
  return isAllowedPackage(room, specifier, typeOnly)
    ? undefined
    : `${own} may not use ${specifier}, but ${file} does.`
}

function isAllowedPackage(room: Room, specifier: string, typeOnly: boolean): boolean {
  const allowed = typeOnly ? [...room.packages, ...TYPES_ANYWHERE] : room.packages
  return allowed.some((name) =>
    name === 'node:' ? specifier.startsWith('node:') : specifier === name || specifier.startsWith(`${name}/`),
  )
}

/** `src/web/pages/x.ts` → `web/pages`, `src/app/pools/x.ts` → `app`, `src/main.ts` → the composition. */
export function roomOf(file: string): string {
  const [top, room = '', next = ''] = file.split('/')
  if (top !== 'src') return ''
  if (room.includes('.') || next === '') return COMPOSITION
  return room === 'web' ? `web/${next}` : room
}
