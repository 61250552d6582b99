// Compiles a contract of the tests with the npm `solc` that the project's contracts are built with, to be put at an
// address of a testnet.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import type { Hex } from 'viem'

const require = createRequire(import.meta.url)
const root = new URL('../../../', import.meta.url)

type Output = {
  readonly errors?: readonly { readonly formattedMessage: string }[]
  readonly contracts?: Record<string, Record<string, { evm: { deployedBytecode: { object: string } } }>>
}

/**
 * Deployed code of the contract that the Solidity file `path`, from the root of the repository, is named for; its
 * immutables are zero. It may import packages only. Refuses what does not compile.
 */
export function compileRuntime(path: string): Hex {
  const solc = require('solc') as { compile(input: string, callbacks: object): string }
  const name = basename(path, '.sol')
  const input = {
    language: 'Solidity',
    sources: { [path]: { content: readFileSync(new URL(path, root), 'utf8') } },
    settings: {
      evmVersion: 'osaka',
      optimizer: { enabled: true },
      outputSelection: { [path]: { [name]: ['evm.deployedBytecode.object'] } },
    },
  }
  const findImport = (file: string) => ({ contents: readFileSync(require.resolve(file), 'utf8') })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport })) as Output
  const compiled = output.contracts?.[path]?.[name]?.evm.deployedBytecode.object
  if (!compiled) throw new Error(output.errors?.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return `0x${compiled}`
}
