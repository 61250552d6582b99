// `npm start`: the whole system for people. It stays up until Ctrl-C and goes on with the same data the next time.

import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import {
  readArguments,
  readSurroundings,
  START_USAGE,
  type StartArguments,
  type Surroundings,
} from './start/arguments.ts'
import { StoryFault } from './demo/story/http-client.ts'
import { announceMarket, playMarket, readMarket, withNewLinks, type Doors } from './start/market.ts'
import { printDoors } from './start/print-doors.ts'
import { clearSystem } from './system/clear-system.ts'
import { DATA_FOLDER } from './system/folders.ts'
import { watchInterruption, type Interruption } from './system/interruption.ts'
import { Refusal } from './system/refusal.ts'
import { startSystem, type System } from './system/system.ts'

/** While the market is played, batches close soon; afterwards the relayer's own default holds. */
const MARKET_BATCH_SECONDS = 2

/** A relayer that ends by itself is started again, but one that keeps ending has a reason that a person must see. */
const RESTARTS_MAX = 5

const say = (line: string): void => console.log(line)

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if ('help' in asked) {
    say(START_USAGE)
    return 0
  }
  if ('wrong' in asked) return complain(`${asked.wrong} See npm start -- --help.`, 2)
  const surroundings = readSurroundings(asked.run, process.env)
  if ('wrong' in surroundings) return complain(surroundings.wrong, 2)

  const interruption = watchInterruption()
  interruption.onFurther(() => process.exit(1))
  const playsMarket = await prepareMarket(asked.run)
  const system = await startSystem({
    ...surroundings,
    folder: DATA_FOLDER,
    port: asked.run.port,
    batchMaxAgeSeconds: playsMarket ? MARKET_BATCH_SECONDS : undefined,
    report: (line) => say(`  ${line}`),
  })
  interruption.onFurther(() => system.hurry())
  try {
    return await serve(system, { playsMarket, interruption, surroundings })
  } finally {
    say('Stopping. Ctrl-C again hurries.')
    await system.stop()
    say('Stopped.')
  }
}

/** Whether this start plays the market: on a first start, unless it is to be empty, and after an interrupted one. */
async function prepareMarket({ empty }: StartArguments): Promise<boolean> {
  const { state } = readMarket(DATA_FOLDER)
  if (state === 'interrupted') {
    say('The first start was interrupted; beginning anew.')
    await clearSystem({ folder: DATA_FOLDER })
  }
  return !empty && !existsSync(join(DATA_FOLDER, 'deployment.json'))
}

type Serving = { playsMarket: boolean; interruption: Interruption; surroundings: Surroundings }

async function serve(system: System, { playsMarket, interruption, surroundings }: Serving): Promise<number> {
  const known = readMarket(DATA_FOLDER)
  let doors: Doors | undefined =
    known.state === 'played' ? await withNewLinks(system, known.doors) : undefined
  if (playsMarket) {
    const played = await Promise.race([fillMarket(system), interruption.requested])
    if (played === 'interrupted') return 0
    doors = played
  }
  const publicUrl = surroundings.publicUrl ?? system.url
  printDoors(say, {
    publicUrl,
    rpcUrl: surroundings.rpcUrl === undefined ? system.rpcUrl : undefined,
    doors,
    dataFolder: relative(process.cwd(), DATA_FOLDER) || '.',
  })
  return await keepUp(system, interruption)
}

async function fillMarket(system: System): Promise<Doors> {
  say('Playing a small market, so that there is something to see: about a minute.')
  announceMarket(DATA_FOLDER)
  const doors = await playMarket(system, { folder: DATA_FOLDER, report: (sentence) => say(`  ${sentence}`) })
  await system.restartRelayer({ batchMaxAgeSeconds: undefined })
  return doors
}

async function keepUp(system: System, interruption: Interruption): Promise<number> {
  for (let restarts = 0; ; restarts += 1) {
    const ended = await Promise.race([system.relayer.ended, interruption.requested])
    if (ended === 'interrupted') return 0
    const how = ended.signal ?? `code ${ended.code}`
    if (restarts === RESTARTS_MAX) {
      return complain(`The relayer ended again (${how}); see ${system.relayer.logFile}.`, 1)
    }
    say(`The relayer ended (${how}); starting it again.`)
    await system.restartRelayer()
  }
}

function complain(sentence: string, exitCode: number): number {
  console.error(sentence)
  return exitCode
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof Refusal || error instanceof StoryFault)) throw error
  process.exitCode = complain(error.message, 1)
}
