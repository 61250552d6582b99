// Compiles the contracts that only these histories need, with the npm `solc` that the project's contracts are built
// with.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Hex } from 'viem'

const require = createRequire(import.meta.url)

type Output = {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[]
  readonly contracts?: Record<
    string,
    Record<string, { evm: Record<'bytecode' | 'deployedBytecode', { object: string }> }>
  >
}

/** Creation and runtime code of `contracts/<name>.sol` in this folder. Refuses what does not compile. */
export function compile(name: string): { readonly creation: Hex; readonly runtime: Hex } {
  const solc = require('solc') as { compile(input: string, callbacks: object): string }
  const file = `${name}.sol`
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: readFileSync(new URL(`contracts/${file}`, import.meta.url), 'utf8') } },
    settings: {
      evmVersion: 'osaka',
      optimizer: { enabled: true },
      outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  }
  const findImport = (path: string) => ({ contents: readFileSync(require.resolve(path), 'utf8') })
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport })) as Output
  const compiled = output.contracts?.[file]?.[name]?.evm
  if (!compiled) throw new Error(output.errors?.map(({ formattedMessage }) => formattedMessage).join('\n'))
  return { creation: `0x${compiled.bytecode.object}`, runtime: `0x${compiled.deployedBytecode.object}` }
}
