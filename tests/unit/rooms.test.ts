// The rooms table of docs/architecture.md holds: imports run one way, packages stay behind their fences, and what is
// said to run in a browser does.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { rolldown } from 'rolldown'
import { describe, expect, test } from 'vitest'
import {
  judgeImport,
  listSources,
  readGlobals,
  readImports,
  readRooms,
  roomOf,
  ROOT,
} from '../support/rooms.ts'

const rooms = readRooms(readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8'))
const sources = listSources('src')

/** What only Node has. */
const NODE_GLOBALS = ['Buffer', 'process', 'require', '__dirname', '__filename']

/** What a browser has and an empty context lacks. */
const WEB_GLOBALS = {
  TextEncoder,
  TextDecoder,
  URL,
  URLSearchParams,
  AbortController,
  fetch,
  crypto,
  setTimeout,
  clearTimeout,
}

test('the table names the fifteen rooms, domain without imports', () => {
  expect(rooms).toHaveLength(15)
  expect(rooms.find(({ name }) => name === 'domain')?.rooms).toEqual([])
  expect(rooms.find(({ name }) => name === 'http')?.rooms).toEqual(['domain', 'schema', 'app', 'web/pages'])
})

test('every source file is in a room or belongs to the composition', () => {
  const known = new Set([...rooms.map(({ name }) => name), 'composition'])
  expect(sources.filter((file) => !known.has(roomOf(file)))).toEqual([])
})

test('every import follows the table', () => {
  const imports = sources.flatMap((file) => readImports(file))
  expect(imports.length).toBeGreaterThan(100)
  expect(imports.map((found) => judgeImport(rooms, found)).filter((fault) => fault !== undefined)).toEqual([])
})

describe('a planted violation is found:', () => {
  const faultOf = (file: string, code: string) =>
    readImports(file, code)
      .map((found) => judgeImport(rooms, found))
      .find((fault) => fault !== undefined)

  test.each([
    ['domain imports the store', 'src/domain/a.ts', `import { x } from '#store/database.ts'`],
    ['domain imports a type of the app', 'src/domain/a.ts', `import type { X } from '#app/deps.ts'`],
    ['app re-exports from http', 'src/app/orders/a.ts', `export * from '#http/listen.ts'`],
    [
      'app loads the store when it runs',
      'src/app/orders/a.ts',
      `const x = await import('#store/database.ts')`,
    ],
    ['audit reaches schema', 'src/audit/a.ts', `import { x } from '#schema/ids.ts'`],
    ['a relative path leaves the room', 'src/app/orders/a.ts', `import { x } from '../../store/database.ts'`],
    ['a room names itself', 'src/app/orders/a.ts', `import { x } from '#app/deps.ts'`],
    ['express outside http', 'src/app/a/a.ts', `import type { Request } from 'express'`],
    ['pg outside the store', 'src/chain/a.ts', `import pg from 'pg'`],
    ['a viem client in the domain', 'src/domain/a.ts', `import { createPublicClient } from 'viem'`],
    ['a file system in the app', 'src/app/a/a.ts', `import { readFileSync } from 'node:fs'`],
    [
      'scripts outside the command line',
      'src/http/a.ts',
      `import { x } from '../../scripts/system/anvil.ts'`,
    ],
    ['a room that nobody planned', 'src/misc/a.ts', `import { x } from '#domain/money.ts'`],
  ])('%s', (_, file, code) => {
    expect(faultOf(file, code)).toEqual(expect.any(String))
  })

  test.each([
    ['domain for its hashing', 'src/domain/a.ts', `import { keccak256 } from 'viem/utils'`],
    ['viem for its types', 'src/ports/a.ts', `import type { Address } from 'viem'`],
    ['the store for its queries', 'src/store/a.ts', `import { Migrator } from 'kysely/migration'`],
    ['a neighbour in the room', 'src/app/orders/a.ts', `import { x } from '../deps.ts'`],
    ['pages for http', 'src/http/a.ts', `import { x } from '#web/pages/html.ts'`],
  ])('and an allowed import is not: %s', (_, file, code) => {
    expect(faultOf(file, code)).toBeUndefined()
  })
})

describe('runs in a browser:', () => {
  const inBrowser = rooms.filter(({ browser }) => browser).map(({ name }) => name)
  const present = inBrowser.filter((name) => sources.some((file) => roomOf(file) === name))

  test.each(present)('%s uses nothing that only Node has', (name) => {
    const files = sources.filter((file) => roomOf(file) === name)
    expect(files.filter((file) => readGlobals(file, NODE_GLOBALS).length > 0)).toEqual([])
  })

  test('and a planted use of Node is found', () => {
    expect(
      readGlobals('src/domain/a.ts', NODE_GLOBALS, `export const x = Buffer.from(process.env.Y)`),
    ).toEqual(['Buffer', 'process'])
    expect(readGlobals('src/domain/a.ts', NODE_GLOBALS, `export const x = { process: 1 }.process`)).toEqual(
      [],
    )
  })

  test.each(present)('%s bundles without Node modules and loads without Node', async (name) => {
    const code = await bundleForBrowser(sources.filter((file) => roomOf(file) === name))
    const context = createContext({ ...WEB_GLOBALS })
    expect(() => runInContext(code, context)).not.toThrow()
  })

  test('and a planted Node module is found', async () => {
    await expect(bundleForBrowser(['src/store/secret-files.ts'])).rejects.toThrow('node:')
  })
})

/** One script of all the files; fails when something could not be bundled in. */
async function bundleForBrowser(files: readonly string[]): Promise<string> {
  const entry = '\0room'
  const bundle = await rolldown({
    input: entry,
    cwd: ROOT,
    platform: 'browser',
    // What is not resolved to a file of the project or of a package stays outside, and is seen below.
    onLog: () => undefined,
    plugins: [
      {
        name: 'room',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) =>
          id === entry
            ? files
                .map((file, index) => `export * as r${index} from ${JSON.stringify(join(ROOT, file))}`)
                .join('\n')
            : undefined,
      },
    ],
  })
  try {
    const { output } = await bundle.generate({ format: 'iife', name: 'room', codeSplitting: false })
    const [chunk] = output
    const outside = [...chunk.imports, ...chunk.dynamicImports]
    if (outside.length > 0) throw new Error(`Not for a browser: ${outside.join(', ')}`)
    return chunk.code
  } finally {
    await bundle.close()
  }
}
