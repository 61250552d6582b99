// A process of its own that follows and sends until it reaches a failpoint, where it dies as a power cut would have it.
// Arguments: the relayer's options as JSON, and the failpoint's name.

import { setTimeout as pause } from 'node:timers/promises'

import { openRelayer, type RelayerOptions } from './open-relayer.ts'

/** Between two steps, so that the testnet gets its share of the machine. */
const PAUSE_MS = 20

/** The parent ends long before; a process that its parent forgot ends by itself. */
const LIFETIME_MS = 60_000

const [, , options = '{}', killAt] = process.argv
const relayer = await openRelayer({
  ...(JSON.parse(options) as RelayerOptions),
  failpoint: {
    reached: (name) => {
      if (name === killAt) process.kill(process.pid, 'SIGKILL')
    },
  },
})

const endsAt = Date.now() + LIFETIME_MS
while (Date.now() < endsAt) {
  await relayer.step()
  await pause(PAUSE_MS)
}
await relayer.close()
