// Plays one history in the model and on the chain, and says where they first differ.

import { encodeFunctionData, type Abi, type Hex } from 'viem'
import { applyCall, isTokenCall, type Call } from '../support/ledger-model/apply-call.ts'
import { lengthOf } from '../support/ledger-model/bytes.ts'
import { callAbi, tokenAbi } from '../support/ledger-model/interface.ts'
import type { Arena } from './arena.ts'
import type { Census } from './census.ts'
import { THIEF } from './cast.ts'
import { makeDice } from './dice.ts'
import { makeCalls, type MoveName } from './moves/index.ts'
import { FUNDERS } from './moves/deposits.ts'
import { labelsOf } from './notable.ts'
import { tellAnswer, tellOutcome, tellView } from './observe.ts'
import { CALL_GAS, simulate, type Answer, type SentCall } from './simulate.ts'
import { constantsOf, encodeView, viewsOf, type View } from './views.ts'
import type { World } from './world.ts'

/** What a funder holds from the start, in micros: far more than a history deposits. */
const FUNDS_MICROS = 10n ** 13n

const INFINITE = 2n ** 256n - 1n

/** Steps from one look at the whole state to the next. */
const LOOK_EVERY_STEPS = 24

/** Seconds that may pass between two steps that do not wait for anything. */
const PAUSES = [0, 0, 0, 0, 1, 13, 600] as const

/** 20 bytes for each of a hundred payees: more than the people whom the histories know by name. */
const CROWD_BYTES = 2_000

/** Chain transactions' worth of gas that four batches of 500 payees take at most, all of them pushed to. */
const SEVERAL = 10

export type Step = { readonly name: MoveName; readonly entropy: number }

/** A call and what the model says it comes to. */
type Expected =
  | {
      readonly sent: SentCall
      readonly call: Call
      readonly labels: readonly string[]
      readonly expected: string
    }
  | { readonly sent: SentCall; readonly view: View; readonly expected: string }

/** Refuses, with the story so far, a history in which the contract does anything but what the model does. */
export async function playHistory(arena: Arena, steps: readonly Step[], census: Census): Promise<void> {
  const script = await writeScript(arena, steps)
  const answers = await simulate(
    arena.rpcUrl,
    script.map(({ sent }) => sent),
  )
  for (const [at, line] of script.entries()) {
    const told = tellLine(arena, line, answers[at]!)
    if (told !== line.expected) throw new Error(tellDifference(script.slice(0, at + 1), told))
    if ('call' in line) census.count(line.call, told, line.labels)
    else census.countView()
  }
}

function tellLine({ deployment }: Arena, line: Expected, answer: Answer): string {
  return 'call' in line ? tellAnswer(deployment, line.call, answer) : tellView(line.view.name, answer)
}

async function writeScript(arena: Arena, steps: readonly Step[]): Promise<Expected[]> {
  const world: World = { ledger: arena.model(), now: arena.startsAt }
  const script: Expected[] = []
  const add = async (call: Call): Promise<void> => {
    script.push(await expectCall(arena, world, call))
  }
  const look = (views: readonly View[]): void => {
    for (const view of views) script.push(expectView(world, view))
  }
  const { ledger, scale } = arena.deployment
  for (const { address } of FUNDERS) {
    await add({ name: 'mint', from: THIEF.address, args: [address, FUNDS_MICROS * scale] })
    await add({ name: 'approve', from: address, args: [ledger, INFINITE] })
  }
  for (const [at, { name, entropy }] of steps.entries()) {
    const dice = makeDice(entropy)
    world.now += dice.of(PAUSES)
    for (const call of await makeCalls(world, dice, name)) await add(call)
    if (at % LOOK_EVERY_STEPS === LOOK_EVERY_STEPS - 1) look(viewsOf(world.ledger, world.now))
  }
  look([...viewsOf(world.ledger, world.now), ...constantsOf(world.ledger)])
  return script
}

async function expectCall({ pushGas }: Arena, world: World, call: Call): Promise<Expected> {
  const { deployment } = world.ledger
  const isToken = isTokenCall(call)
  const labels = labelsOf(world.ledger, call, world.now)
  const outcome = await applyCall(world.ledger, call, world.now)
  const expected = tellOutcome(outcome)
  const data = encode(isToken ? tokenAbi : callAbi, call)
  const to = isToken ? deployment.token : deployment.ledger
  const isShort = expected === 'refused RewardLedger_GasTooLow[]'
  const gas = isShort ? intrinsicGas(data) + pushGas : gasOf(call)
  return { sent: { at: world.now, from: call.from, to, data, gas }, call, labels, expected }
}

/** As much as a chain transaction can have; more for a crowd that is pushed to or settled with other batches. */
function gasOf(call: Call): bigint {
  if (call.name !== 'settle') return CALL_GAS
  const [payees, batches, push] = call.args
  const isCrowd = lengthOf(payees) > CROWD_BYTES
  return isCrowd && (push || batches.length > 1) ? CALL_GAS * BigInt(SEVERAL) : CALL_GAS
}

/** What a chain transaction costs before it runs, at most: 21 000, and 16 a byte. */
function intrinsicGas(data: Hex): bigint {
  return 21_000n + 16n * BigInt(lengthOf(data))
}

function expectView(world: World, view: View): Expected {
  const { ledger, token } = world.ledger.deployment
  const to = view.of === 'token' ? token : ledger
  const sent = { at: world.now, from: THIEF.address, to, data: encodeView(view), gas: CALL_GAS }
  return { sent, view, expected: view.expected }
}

function encode(abi: Abi, { name, args }: Call): Hex {
  return encodeFunctionData({ abi, functionName: name, args })
}

/** All calls so far, and the line that came out otherwise, which may be a look at the state. */
function tellDifference(lines: readonly Expected[], told: string): string {
  const last = lines.at(-1)
  const story = lines
    .filter((line) => 'call' in line || line === last)
    .map((line) => {
      const { at, from } = line.sent
      const what = 'call' in line ? line.call : line.view
      return `${at} ${from} ${what.name}(${tellArgs(what.args)})\n    ${line.expected}`
    })
  return `The contract differs from the model:\n${story.join('\n')}\n  but the contract:\n    ${told}`
}

function tellArgs(args: readonly unknown[]): string {
  return JSON.stringify(args, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)).slice(
    1,
    -1,
  )
}
