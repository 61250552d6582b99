// The description of the API: valid, fresh, and of every endpoint.

import { readFileSync } from 'node:fs'
import SwaggerParser from '@apidevtools/swagger-parser'
import { expect, test } from 'vitest'
import { problemTable } from '#domain/problem-table.ts'
import { openapiText } from '#http/openapi/openapi-text.ts'
import { endpoints } from '#http/v1/endpoints.ts'

type Operation = {
  readonly operationId: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly $ref?: string; readonly in?: string; readonly name?: string }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> }
  readonly responses: Readonly<Record<string, unknown>>
}

type Description = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: { readonly Problem: { readonly properties: unknown } } }
}

const FILE = new URL('../../../docs/reference/openapi.json', import.meta.url)

const description = JSON.parse(openapiText()) as Description

const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('docs/reference/openapi.json is what the endpoints say: npm run openapi writes it', () => {
  expect(readFileSync(FILE, 'utf8') === openapiText()).toBe(true)
})

test('the description is valid OpenAPI 3.1', async () => {
  const validated = await SwaggerParser.validate(JSON.parse(openapiText()))
  expect(validated).toMatchObject({ openapi: '3.1.0', info: { title: 'Vouchpenny' } })
})

test('every endpoint is described once, under a name of its own', () => {
  const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`)
  const mounted = endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(described.toSorted()).toEqual(mounted.toSorted())
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
})

test('every POST needs an Idempotency-Key and has a body, and no GET does', () => {
  for (const { method, operation } of operations) {
    const needsKey = operation.parameters.some(
      ({ $ref }) => $ref === '#/components/parameters/IdempotencyKey',
    )
    expect({ id: operation.operationId, needsKey, hasBody: operation.requestBody !== undefined }).toEqual({
      id: operation.operationId,
      needsKey: method === 'post',
      hasBody: method === 'post',
    })
  }
})

test('every parameter of a path is described', () => {
  for (const { path, operation } of operations) {
    const named = operation.parameters.flatMap((one) => (one.in === 'path' ? [one.name] : []))
    expect(named).toEqual(Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name))
  }
})

test('what needs no key says so, and everything else names the key it needs', () => {
  const securityOf = (id: string) =>
    operations.find(({ operation }) => operation.operationId === id)?.operation.security
  expect(securityOf('getStoriesByCode')).toEqual([])
  expect(securityOf('postProgramsByProgramIdRecommenders')).toEqual([{}, { signInToken: [] }])
  expect(securityOf('postRetailers')).toEqual([{ operatorKey: [] }])
  expect(securityOf('getOrders')).toEqual([{ apiKey: [] }])
  expect(securityOf('getMe')).toEqual([{ signInToken: [] }])
  expect(securityOf('getRewardsByRewardIdEvidence')).toEqual([{ apiKey: [] }, { signInToken: [] }])
})

test('a refusal has a code of the table', () => {
  expect(description.components.schemas.Problem.properties).toMatchObject({
    code: { enum: Object.keys(problemTable) },
  })
})
