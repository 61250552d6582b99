import { readdirSync } from 'node:fs'
import base from '/work/main/hardhat.config.ts'
const c = base.solidity.compilers[0]
const legacy = { ...c, settings: { evmVersion: 'osaka', optimizer: { enabled: true, runs: 1 }, metadata: { bytecodeHash: 'none' } } }
const overrides = Object.fromEntries(readdirSync('tests/contracts', { recursive: true }).filter(f => f.endsWith('.sol')).map(f => ['tests/contracts/' + f, legacy]))
export default { ...base, solidity: { ...base.solidity, overrides }, paths: { ...base.paths, artifacts: '/work/main/.hardhat/x', cache: '/work/main/.hardhat/xc' } }
