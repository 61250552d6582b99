// What can be asked of a server, one line an endpoint: its path, and the schemas of what goes in and comes out. The types
// of the client's methods are made from these.

import type { z } from 'zod'

/** Names of the parameters in a path such as `/v1/rewards/:rewardId`. */
type ParamNames<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? ParamNames<Head> | ParamNames<Rest>
  : Path extends `:${infer Name}`
    ? Name
    : never

type PathInput<Path extends string> = Readonly<Record<ParamNames<Path>, string | number>>

/** In an address everything is text, so numbers and booleans may be given as such. */
type QueryInput<Query extends z.ZodType> = {
  readonly [Name in keyof z.input<Query>]: string extends NonNullable<z.input<Query>[Name]>
    ? z.input<Query>[Name] | number | boolean
    : z.input<Query>[Name]
}

/** What is sent as it is: the text of a table, the bytes of a picture. */
type FileInput = { readonly file: string | Uint8Array<ArrayBuffer>; readonly type?: string }

/** Where the fields of an input go that are no parameters of the path; `download` is a query answered with a file. */
export type Carriage = 'query' | 'json' | 'file' | 'download'

export type Operation<Input, Output> = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly carriage: Carriage
  /** Content type of a file that names none. */
  readonly fileType: string
  /** Absent for a file, which is not read here. */
  readonly answer?: z.ZodType<Output>
  /** For the compiler alone. */
  readonly input?: (input: Input) => void
}

/** Its change is bound to what was read: a call without `ifMatch` does not compile. */
export type Conditional = { readonly needsIfMatch: true }

/** An endpoint that is read. */
export function reads<const Path extends string, Answer extends z.ZodType, Query extends z.ZodType>(
  path: Path,
  answer: Answer,
  _query?: Query,
): Operation<PathInput<Path> & QueryInput<Query>, z.output<Answer>> {
  return { method: 'GET', path, carriage: 'query', fileType: '', answer } as Operation<
    PathInput<Path> & QueryInput<Query>,
    z.output<Answer>
  >
}

/** An endpoint that answers with a file of any size. */
export function downloads<const Path extends string, Query extends z.ZodType>(
  path: Path,
  _query: Query,
): Operation<PathInput<Path> & QueryInput<Query>, ReadableStream<Uint8Array>> {
  return { method: 'GET', path, carriage: 'download', fileType: '' }
}

/** An endpoint that creates or changes something. */
export function writes<const Path extends string, Answer extends z.ZodType, Body extends z.ZodType>(
  path: Path,
  answer: Answer,
  _body: Body,
): Operation<PathInput<Path> & z.input<Body>, z.output<Answer>> {
  return { method: 'POST', path, carriage: 'json', fileType: '', answer } as Operation<
    PathInput<Path> & z.input<Body>,
    z.output<Answer>
  >
}

/** An endpoint that replaces settings, and so asks what they were when they were read. */
export function replaces<const Path extends string, Answer extends z.ZodType, Body extends z.ZodType>(
  path: Path,
  answer: Answer,
  body: Body,
): Operation<PathInput<Path> & z.input<Body>, z.output<Answer>> & Conditional {
  return { ...writes(path, answer, body), needsIfMatch: true }
}

/** An endpoint that takes a file. */
export function takesFile<const Path extends string, Answer extends z.ZodType, Query extends z.ZodType>(
  path: Path,
  answer: Answer,
  { type }: { readonly type: string; readonly query?: Query },
): Operation<PathInput<Path> & QueryInput<Query> & FileInput, z.output<Answer>> {
  return { method: 'POST', path, carriage: 'file', fileType: type, answer } as Operation<
    PathInput<Path> & QueryInput<Query> & FileInput,
    z.output<Answer>
  >
}
