// The input of a method as a request: parameters into the path, the rest into query or body.

import type { Operation } from './operation.ts'
import type { RequestShape } from './requester.ts'

export type GivenInput = Readonly<Record<string, unknown>>

const PARAMETER = /:(\w+)/g

/** What leads up in a path, however it is written: no id is one of them. */
const STEPS: readonly string[] = ['.', '..']

/** Throws a TypeError for a parameter of the path that is missing or leads up: it would ask for something else. */
export function requestOf(operation: Operation<unknown, unknown>, input: GivenInput): RequestShape {
  const { method, carriage } = operation
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = operation.path.replaceAll(PARAMETER, (_all, name: string) => {
    const value = rest.get(name)
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string' || text === '') throw new TypeError(`${name} is missing.`)
    if (STEPS.includes(text)) throw new TypeError(`${name} is no id.`)
    rest.delete(name)
    return encodeURIComponent(text)
  })
  if (carriage === 'json') return { method, path, body: Object.fromEntries(rest) }
  if (carriage !== 'file') return { method, path, query: textsOf(rest) }
  const { file, type = operation.fileType } = Object.fromEntries(rest) as {
    file: string | Uint8Array<ArrayBuffer>
    type?: string
  }
  rest.delete('file')
  rest.delete('type')
  return { method, path, query: textsOf(rest), file: { type, bytes: file } }
}

function textsOf(fields: ReadonlyMap<string, unknown>): Record<string, string> {
  return Object.fromEntries([...fields].map(([name, value]) => [name, String(value)]))
}
