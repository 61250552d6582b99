// The client knows every endpoint of the server, and reads each answer as the server declares it. An endpoint that is
// missing here gets a line in src/sdk/operations/.

import { describe, expect, test } from 'vitest'
import { endpoints } from '#http/v1/endpoints.ts'
import { operations } from '#sdk/operations.ts'

type Known = { readonly method: string; readonly path: string; readonly answer?: unknown }

const known: readonly Known[] = Object.values(operations).flatMap((group): Known[] => Object.values(group))
const nameOf = ({ method, path }: Known): string => `${method} ${path}`

test('there is one method for each endpoint, and none besides', () => {
  expect(known.map(nameOf).toSorted()).toEqual(endpoints.map(nameOf).toSorted())
})

describe('an answer is read by the schema that the server declares:', () => {
  const read = known.filter(({ answer }) => answer !== undefined)

  test.each(read.map((one) => [nameOf(one), one.answer] as const))('%s', (name, answer) => {
    const endpoint = endpoints.find((one) => nameOf(one) === name)
    expect(endpoint?.described.answers).toBe(answer)
  })
})

test('a change that has to be bound to what was read asks for it, and no other does', () => {
  const asking = known.filter((one) => 'needsIfMatch' in one).map(nameOf)
  const required = endpoints.filter(({ described }) => described.conditions === 'required').map(nameOf)
  expect(asking.toSorted()).toEqual(required.toSorted())
  expect(required.length).toBeGreaterThanOrEqual(3)
})

test('no field of a body has the name of a parameter of its path', () => {
  const bodies = endpoints.map(({ path, described }) => {
    const body = described.body?.({ kind: 'anyone' } as never) as { shape?: object } | undefined
    const names = Array.from(path.matchAll(/:(\w+)/g), ([, name = '']) => name)
    return { path, names, fields: Object.keys(body?.shape ?? {}) }
  })
  expect(bodies.filter(({ fields }) => fields.length > 0).length).toBeGreaterThan(20)
  expect(bodies.filter(({ names, fields }) => names.some((name) => fields.includes(name)))).toEqual([])
})
