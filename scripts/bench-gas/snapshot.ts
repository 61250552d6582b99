// The committed figures: `docs/reference/gas.json`, exact, and the tables that `docs/reference/gas.md` shows of them.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Figures } from './figures.ts'
import { renderFigures } from './render.ts'

const FOLDER = new URL('../../docs/reference/', import.meta.url)

/** All figures, in the shape that `--json` prints. */
export const SNAPSHOT_FILE = fileURLToPath(new URL('gas.json', FOLDER))

/** The page whose tables stand between the two marks. */
export const PAGE_FILE = fileURLToPath(new URL('gas.md', FOLDER))
const MARKS = ['<!-- figures: npm run bench:gas -- --save -->', '<!-- end of figures -->'] as const

/** The figures as last saved. */
export function readSnapshot(): Figures {
  return JSON.parse(readFileSync(SNAPSHOT_FILE, 'utf8')) as Figures
}

/** Saves all figures and puts them into the page. Refuses a page without the two marks. */
export function saveSnapshot(figures: Figures): void {
  writeFileSync(SNAPSHOT_FILE, `${JSON.stringify(figures, null, 2)}\n`)
  writeFileSync(PAGE_FILE, withTables(readFileSync(PAGE_FILE, 'utf8'), figures))
}

/** The page with these figures between its marks. */
export function withTables(page: string, figures: Figures): string {
  const [begin, end] = MARKS
  const [before, rest = ''] = page.split(begin)
  const after = rest.split(end)[1]
  if (before === undefined || after === undefined) {
    throw new Error(`${PAGE_FILE} lacks "${begin}" or "${end}".`)
  }
  return `${before}${begin}\n\n${renderFigures(figures)}\n\n${end}${after}`
}

/** Every figure that is not the saved one, as a sentence each; gas is exact, so nothing is tolerated. */
export function compareFigures(measured: Partial<Figures>, saved: Figures): readonly string[] {
  const before = new Map(figuresByName(saved))
  return figuresByName(measured).flatMap(([name, figure]) => {
    const old = before.get(name)
    return old === figure ? [] : [`${name} is ${figure}, not ${old ?? 'saved'} as before.`]
  })
}

/** `sorted.held` and so on, with its figure. */
function figuresByName(figures: object, prefix = ''): readonly (readonly [string, number])[] {
  return Object.entries(figures).flatMap(([key, value]: [string, number | object]) => {
    const name = `${prefix}${key}`
    return typeof value === 'number' ? [[name, value] as const] : figuresByName(value, `${name}.`)
  })
}
