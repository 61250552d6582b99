// The table of contract sizes in `docs/reference/contracts.md`, written from the build.

import type { DeployedCode } from './deployed-code.ts'

/** What stands around the table in the page. */
const BEGIN = '<!-- sizes: written by `npm run abi` -->'
const END = '<!-- end of sizes -->'

/** The page with the table of this build in place of the one it had. Throws when the page has no place for one. */
export function withSizesTable(page: string, contracts: ReadonlyMap<string, DeployedCode>): string {
  const [before, rest] = page.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined)
    throw new Error('The page of contracts has no place for sizes.')
  const rows = [...contracts].map(([name, { length, creationLength, compiler }]) => {
    const { solc, evmVersion, optimizerRuns, viaIr } = compiler
    const settings = `${solc}, ${evmVersion}, ${grouped(optimizerRuns)} runs${viaIr ? ', via IR' : ''}`
    return `| \`${name}\` | ${grouped(length)} | ${grouped(creationLength)} | ${settings} |`
  })
  const head = ['| contract | deployed bytes | creation bytes | compiler |', '| --- | ---: | ---: | --- |']
  return `${before}${BEGIN}\n\n${[...head, ...rows].join('\n')}\n\n${END}${after}`
}

/** 24 576, with a space every three digits. */
function grouped(number: number): string {
  return String(number).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, ' ')
}
