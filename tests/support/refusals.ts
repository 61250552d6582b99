// Reads which refusals the ledger's interface names for each function, and which of them the Solidity tests say that they
// meet: by `@custom:refuses <function> <Error>, <Error>` above a test, believed only if the test's code bears it out.

/** What a function refuses, without the prefix that all errors share; `constructor` stands for a deployment. */
export type Refusals = {
  readonly fn: string
  /** Every refusal that the function's text names. */
  readonly named: readonly string[]
  /** Those that it lists, in the order in which they are checked. */
  readonly ordered: readonly string[]
}

/** A function of a test file. */
export type TestFunction = {
  readonly name: string
  readonly tags: readonly { readonly fn: string; readonly errors: readonly string[] }[]
  /** Errors that its code names, in order, with what it calls put in its place. */
  readonly errors: readonly string[]
  /** Functions of the ledger that its code names, likewise. */
  readonly calls: readonly string[]
}

/** In a test's code this deploys a ledger, so it calls the constructor. */
const DEPLOYS = 'deployLedger'

/** The errors of a source, in its order. */
export function readErrors(source: string): string[] {
  return [...source.matchAll(/^ {4}error RewardLedger_(\w+)\(/gm)].map(([, name = '']) => name)
}

/** The errors that only a deployment meets, so that no function of the interface names them. */
export function readDeploymentErrors(source: string): string[] {
  const [, section = ''] = /^ +DEPLOYMENT\n([^]*?)^ {4}\/\*\/+$/m.exec(source) ?? []
  return readErrors(section)
}

/** What each function of the interface refuses. `as {other}` stands for all that the other refuses. */
export function readRefusals(source: string, errors: readonly string[]): Refusals[] {
  const docsOf = new Map(
    [...source.matchAll(/((?: {4}\/\/\/.*\n)+) {4}function (\w+)\(/g)].map(([, docs = '', fn = '']) => [
      fn,
      docs.replaceAll(/^ *\/\/\/ ?/gm, '').replaceAll('\n', ' '),
    ]),
  )
  const namedIn = (text: string): string[] =>
    [...text.matchAll(/\bas \{(\w+)\}(?! does)|\b([A-Z]\w+)\b/g)].flatMap(([, other, word = '']) => {
      if (other !== undefined) return orderedIn(docsOf.get(other) ?? '')
      return errors.includes(word) ? [word] : []
    })
  const orderedIn = (text: string): string[] =>
    namedIn(/(?:Refuses|Checked in this order)\b[^]*/.exec(text)?.[0] ?? '')
  return [...docsOf].map(([fn, docs]) => ({
    fn,
    named: distinct(namedIn(docs)),
    ordered: distinct(orderedIn(docs)),
  }))
}

/** The functions of a test file; `support` is the source of the files that tests share. */
export function readTests(source: string, support = ''): TestFunction[] {
  const own = readFunctions(source)
  const bodies = new Map([...readFunctions(support), ...own].map(({ name, body }) => [name, body]))
  return own.map(({ name, docs, body }) => ({
    name,
    tags: readTags(docs),
    ...readMentions(name, body, bodies),
  }))
}

function readFunctions(source: string): { name: string; docs: string; body: string }[] {
  return [...source.matchAll(/((?: {4}\/\/\/.*\n)*) {4}function (\w+)(\([^]*?\n {4}\}\n)/g)].map(
    ([, docs = '', name = '', body = '']) => ({ name, docs, body }),
  )
}

function readTags(docs: string): { fn: string; errors: string[] }[] {
  return [...docs.matchAll(/@custom:refuses (\w+) (.+)$/gm)].map(([, fn = '', errors = '']) => ({
    fn,
    errors: errors.split(', '),
  }))
}

/** What a body names, with each function that it mentions put in its place; one that calls itself is read once. */
function readMentions(
  name: string,
  body: string,
  bodies: ReadonlyMap<string, string>,
  within: readonly string[] = [],
): { errors: string[]; calls: string[] } {
  const errors: string[] = []
  const calls: string[] = []
  for (const [, error, call, word = ''] of body.matchAll(
    /\bRewardLedger_(\w+)\.selector|\b(?:ledger|IRewardLedger)\.(\w+)|\b(\w+)\b/g,
  )) {
    if (error !== undefined) errors.push(error)
    if (call !== undefined) calls.push(call)
    if (word === DEPLOYS) calls.push('constructor')
    const inner = bodies.get(word)
    if (inner === undefined || word === name || within.includes(word)) continue
    const mentions = readMentions(word, inner, bodies, [...within, name])
    errors.push(...mentions.errors)
    calls.push(...mentions.calls)
  }
  return { errors: distinct(errors), calls: distinct(calls) }
}

/** Refusals that the interface names and no tag does, as `function Error`. */
export function findUntested(refusals: readonly Refusals[], tests: readonly TestFunction[]): string[] {
  const tested = new Set(
    tests.flatMap(({ tags }) => tags.flatMap((tag) => tag.errors.map((e) => `${tag.fn} ${e}`))),
  )
  return refusals
    .flatMap(({ fn, named }) => named.map((error) => `${fn} ${error}`))
    .filter((refusal) => !tested.has(refusal))
}

/** What tags say and the interface or the test's own code does not, a sentence each. */
export function findFalseTags(refusals: readonly Refusals[], tests: readonly TestFunction[]): string[] {
  return tests.flatMap((test) =>
    test.tags.flatMap(({ fn, errors }) => {
      const named = refusals.find((entry) => entry.fn === fn)?.named ?? []
      return [
        ...(test.name.startsWith('test') ? [] : [`${test.name} is no test`]),
        ...(test.calls.includes(fn) ? [] : [`${test.name} does not call ${fn}`]),
        ...errors
          .filter((error) => !test.errors.includes(error))
          .map((error) => `${test.name} does not expect ${error}`),
        ...errors
          .filter((error) => !named.includes(error))
          .map((error) => `${test.name}: the interface names no ${error} for ${fn}`),
      ]
    }),
  )
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)]
}
