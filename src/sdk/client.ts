// The client: a method for every endpoint, typed by the schemas that the server itself checks by.

import { operations, type Operations } from './operations.ts'
import type { Conditional, Operation } from './operation.ts'
import { createRequester, type CallOptions, type Requester, type RequesterOptions } from './requester.ts'
import { requestOf, type GivenInput } from './request-of.ts'

export type ClientOptions = RequesterOptions

/** A list's page; awaited it is one page, iterated it is all of them. */
type Page<Item> = { readonly data: readonly Item[]; readonly page: { readonly next: string | number | null } }

type Answered<Output> =
  Output extends Page<infer Item> ? Promise<Output> & AsyncIterable<Item> : Promise<Output>

type Method<Input, Output> =
  Partial<Input> extends Input
    ? (input?: Input, options?: CallOptions) => Answered<Output>
    : (input: Input, options?: CallOptions) => Answered<Output>

type BoundMethod<Input, Output> = (
  input: Input,
  options: CallOptions & { readonly ifMatch: string | object },
) => Promise<Output>

type MethodOf<One> =
  One extends Operation<infer Input, infer Output>
    ? One extends Conditional
      ? BoundMethod<Input, Output>
      : Method<Input, Output>
    : never

export type Client = {
  readonly [Group in keyof Operations]: {
    readonly [Name in keyof Operations[Group]]: MethodOf<Operations[Group][Name]>
  }
}

/**
 * A client of the server at `url`. Every method takes one object: the parameters of the path and the fields of the body
 * or query together. It resolves with the answer, or throws VouchpennyError; requests that found no answer, or a server
 * that is away or busy, are repeated under the same Idempotency-Key.
 */
export function createClient(options: ClientOptions): Client {
  const requester = createRequester(options)
  const groups = Object.entries(operations).map(([group, of]) => [
    group,
    Object.fromEntries(
      Object.entries(of).map(([name, operation]) => [name, methodOf(requester, operation as AnyOperation)]),
    ),
  ])
  return Object.fromEntries(groups) as Client
}

type AnyOperation = Operation<unknown, unknown>

function methodOf(requester: Requester, operation: AnyOperation) {
  const { answer } = operation
  return (input: GivenInput = {}, options: CallOptions = {}): Promise<unknown> => {
    if (answer === undefined) return requester.download(requestOf(operation, input), options)
    const ask = (given: GivenInput): Promise<unknown> =>
      requester.request(requestOf(operation, given), answer, options)
    const first = ask(input)
    return Object.assign(first, {
      [Symbol.asyncIterator]: () =>
        itemsFrom(first as Promise<Page<unknown>>, (after) => ask({ ...input, after })),
    })
  }
}

/** The entries of a page and of all that come after it; a page is asked for when the one before is used up. */
async function* itemsFrom(
  first: Promise<Page<unknown>>,
  ask: (after: string) => Promise<unknown>,
): AsyncGenerator<unknown, void> {
  let page = await first
  for (;;) {
    yield* page.data
    const { next } = page.page
    if (next === null) return
    page = (await ask(String(next))) as Page<unknown>
  }
}
