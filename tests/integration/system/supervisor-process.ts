// A supervisor in a process of its own, for tests that kill it: starts a system on the folder it is given, prints where
// it is as one line of JSON, and stays.

import { startSystem } from '../../../scripts/system/system.ts'

const [folder = ''] = process.argv.slice(2)
const system = await startSystem({ folder, port: 0 })
console.log(JSON.stringify({ url: system.url, rpcUrl: system.rpcUrl, relayer: system.relayer.pid }))
await system.relayer.ended
