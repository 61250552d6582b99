// Measures what was asked for, group by group, and tells about each run on the way.

import { MAX_PAYEES } from '#domain/records.ts'
import { measureBaselines } from './baselines.ts'
import type { BenchChain } from './bench-chain.ts'
import type { Bytecodes } from './build-contracts.ts'
import type { Cases, Figures, FirstCredits, Group } from './figures.ts'
import { PUBLISHED } from './published.ts'
import type { Grouping, MeasuredRun } from './run-batches.ts'
import { BEGINNINGS, measureRun, type Beginning } from './scenarios.ts'
import { arrivalBatches, batchOf, PEOPLE, salesOf, sortedBatches, type Batch, type Sale } from './workload.ts'
import { buildWorld, EVERYDAY_MINIMUM_MICROS, type TokenKind, type World } from './world.ts'

/** Gets a sentence about each run. */
export type Tell = (sentence: string) => void

/** The 10 000 sales, cut into batches in one of two ways. */
type Workload = { readonly batches: readonly Batch[]; readonly grouping: Grouping }

/** A run: with the test token and a settle for each batch, unless it says otherwise. */
type Asked = {
  readonly batches: readonly Batch[]
  readonly beginning: Beginning
  readonly kind?: TokenKind
  readonly grouping?: Grouping
  readonly push?: boolean
  readonly people?: number
}

type Bench = {
  readonly worlds: Readonly<Record<TokenKind, World>>
  readonly sorted: Workload
  readonly arrival: Workload
  readonly tell: Tell
}

/** The figures of `groups`, in gas per sale. Throws when a run did not do what it should. */
export async function measure(
  chain: BenchChain,
  bytecodes: Bytecodes,
  { groups, tell }: { groups: readonly Group[]; tell: Tell },
): Promise<Partial<Figures>> {
  const sales = salesOf({ people: PEOPLE })
  const bench: Bench = {
    // Both from the start, whatever is measured: addresses and instants, and so bytes, are then always the same.
    worlds: {
      plain: await buildWorld(chain, bytecodes, 'plain'),
      usdc: await buildWorld(chain, bytecodes, 'usdc'),
    },
    sorted: { batches: sortedBatches(sales), grouping: 'alone' },
    arrival: { batches: arrivalBatches(sales), grouping: 'together' },
    tell,
  }
  const figures: Partial<Record<Group, unknown>> = {}
  for (const group of groups) figures[group] = await MEASURES[group](bench)
  return figures as Partial<Figures>
}

const MEASURES: { readonly [G in Group]: (bench: Bench) => Promise<Figures[G]> } = {
  sorted: async (bench) => await measureCases(bench, 'sorted', 'plain'),
  arrival: async (bench) => await measureCases(bench, 'arrival', 'plain'),
  small: async (bench) => ({
    one: await measureSmall(bench, 1),
    ten: await measureSmall(bench, 10),
    hundred: await measureSmall(bench, 100),
  }),
  maxPayees: measureMaxPayees,
  worstSettleGas: measureWorstSettle,
  usdc: async (bench) => ({
    sorted: await measureCases(bench, 'sorted', 'usdc'),
    arrival: await measureCases(bench, 'arrival', 'usdc'),
  }),
  firstCredit: async (bench) => ({
    sorted: await measureFirstCredits(bench, 'sorted'),
    arrival: await measureFirstCredits(bench, 'arrival'),
  }),
  baselines: async ({ worlds, tell }) => {
    tell('baselines')
    const plain = await measureBaselines(worlds.plain)
    tell('baselines with the USDC-like token')
    return { ...plain, usdc: await measureBaselines(worlds.usdc), published: PUBLISHED }
  },
}

async function measureCases(bench: Bench, workload: 'sorted' | 'arrival', kind: TokenKind): Promise<Cases> {
  const each = async (name: keyof Cases): Promise<number> =>
    await perSale(bench, `${kind === 'usdc' ? 'usdc ' : ''}${workload} ${name}`, {
      ...bench[workload],
      kind,
      beginning: BEGINNINGS[name],
    })
  return {
    held: await each('held'),
    fresh: await each('fresh'),
    fifth: await each('fifth'),
    none: await each('none'),
  }
}

async function measureFirstCredits(bench: Bench, workload: 'sorted' | 'arrival'): Promise<FirstCredits> {
  const each = async (name: keyof FirstCredits): Promise<number> =>
    await perSale(bench, `first credit ${workload} ${name}`, {
      ...bench[workload],
      beginning: { ...BEGINNINGS[name], creditedBefore: false },
    })
  return { fifth: await each('fifth'), none: await each('none') }
}

/** A batch of so many sales, each for someone else who holds the token, with its own settle. */
async function measureSmall(bench: Bench, people: number): Promise<number> {
  const batches = [batchOf(payableSales(people))]
  return await perSale(bench, `a batch of ${people}`, { batches, beginning: BEGINNINGS.held, people })
}

/** For each of the first people one sale whose reward reaches the minimum by itself. */
function payableSales(people: number): readonly Sale[] {
  const payable = salesOf({ people }).filter(({ micros }) => micros >= EVERYDAY_MINIMUM_MICROS)
  return [...Map.groupBy(payable, ({ person }) => person).values()].flatMap((sales) => sales.slice(0, 1))
}

/** A batch of as many payees as one may have, ten sales each, who hold the token. */
async function measureMaxPayees(bench: Bench): Promise<number> {
  const batches = [batchOf(salesOf({ people: MAX_PAYEES }))]
  return await perSale(bench, 'the largest batch', {
    batches,
    beginning: BEGINNINGS.held,
    people: MAX_PAYEES,
  })
}

/** The gas of crediting, without a push, as many payees as a batch may have, none of whom had an account. */
async function measureWorstSettle(bench: Bench): Promise<number> {
  const batches = [batchOf(salesOf({ people: MAX_PAYEES, each: 1 }))]
  const { gas, commitGas } = await runNamed(bench, 'the worst settle', {
    batches,
    beginning: BEGINNINGS.fresh,
    push: false,
    people: MAX_PAYEES,
  })
  return Number(gas - commitGas)
}

async function perSale(bench: Bench, name: string, asked: Asked): Promise<number> {
  const { gas } = await runNamed(bench, name, asked)
  return Number(gas) / countSales(asked.batches)
}

/** Measures a run and tells about it; a fault names the run. */
async function runNamed(bench: Bench, name: string, asked: Asked): Promise<MeasuredRun> {
  const { kind = 'plain', beginning, grouping = 'alone', ...work } = asked
  try {
    const run = await measureRun(bench.worlds[kind], beginning, { ...work, grouping })
    bench.tell(`${name}: ${describe(run, countSales(asked.batches))}`)
    return run
  } catch (cause) {
    throw new Error(`Measuring ${name} failed.`, { cause })
  }
}

function countSales(batches: readonly Batch[]): number {
  return batches.reduce((count, { sales }) => count + sales.length, 0)
}

function describe({ gas, commitGas, settles }: MeasuredRun, sales: number): string {
  const aSale = (part: bigint): string => (Number(part) / sales).toFixed(1)
  const settled = settles.map(
    (settle) => `${settle.batches.length} in ${settle.gas} gas, ${settle.bytes} bytes`,
  )
  return (
    `${aSale(gas)} a sale = commit ${aSale(commitGas)} + settle ${aSale(gas - commitGas)} ` +
    `(batches a settle: ${settled.join('; ')})`
  )
}
