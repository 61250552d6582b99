// What the commands for campaigns, deals and the other ways ask the server, and that their bodies are what it takes.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createProgram } from '#cli/create-program.ts'
import * as schemas from '#schema/ways.ts'

/** Ids of 21 and 16 characters of the alphabet. */
const PROGRAM = `shap2${'2'.repeat(16)}`
const PERSON = 'p'.repeat(16)
const HASH = `0x${'ab'.repeat(32)}`

let server: Server
let url: string
let folder: string
let seen: { readonly request: string; readonly body: unknown }[]
let printed: string
let answer: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-ways-'))
  writeFileSync(join(folder, 'key'), 'vp_test_key\n', { mode: 0o600 })
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      seen.push({
        request: `${request.method} ${request.url}`,
        body: text === '' ? undefined : JSON.parse(text),
      })
      response.writeHead(200).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => {
  seen = []
  printed = ''
  answer = '{"state":"fine","data":[],"page":{"next":null}}'
})

async function vouch(...words: readonly string[]): Promise<void> {
  const stdout = { write: (text: string) => ((printed += text), true) }
  const startDemoChain = async () => undefined
  const program = createProgram(
    { stdout, stderr: stdout, ask: undefined },
    { stdout, stderr: stdout, clock: () => 0, exitWith: () => undefined, startDemoChain },
  )
  await program.parseAsync([...words, '--url', url, '--key-file', join(folder, 'key')], { from: 'user' })
}

const words = ['--name', 'Spring', '--brief', 'Show it.']

test.each([
  [
    ['campaign', 'create', PROGRAM, ...words, '--people', `${PERSON}, ${PERSON}`],
    `POST /v1/programs/${PROGRAM}/campaigns`,
    schemas.createCampaignSchema,
    { name: 'Spring', brief: 'Show it.', people: [PERSON, PERSON] },
  ],
  [
    ['campaign', 'spread', PROGRAM, ...words, '--text', 'Taste it.', '--channels', 'x,blog'],
    `POST /v1/campaigns/${PROGRAM}/secondary`,
    schemas.createSecondaryCampaignSchema,
    { name: 'Spring', brief: 'Show it.', kit: { texts: ['Taste it.'], channels: ['x', 'blog'] } },
  ],
  [
    ['campaign', 'choose', PROGRAM, '--people', PERSON],
    `POST /v1/campaigns/${PROGRAM}/people`,
    schemas.choosePeopleSchema,
    { people: [PERSON] },
  ],
  [['campaign', 'end', PROGRAM], `POST /v1/campaigns/${PROGRAM}/end`, schemas.emptyBodySchema, {}],
  [
    ['campaign', 'answer', PROGRAM, '--answer', 'take-part'],
    `POST /v1/me/campaigns/${PROGRAM}/answer`,
    schemas.answerCampaignSchema,
    { answer: 'take-part' },
  ],
  [
    [
      'deal',
      'program',
      '--name',
      'Deals',
      '--fee-cap',
      '200.00',
      '--total-cap',
      '900.00',
      '--hold-days',
      '14',
    ],
    'POST /v1/deal-programs',
    schemas.createDealProgramSchema,
    { name: 'Deals', feeCap: '200.00', totalCap: '900.00', holdSeconds: 1_209_600 },
  ],
  [
    ['deal', 'propose', PROGRAM, '--person', PERSON, '--title', 'Film', '--terms', 'One.', '--fee', '150.00'],
    'POST /v1/deals',
    schemas.proposeDealSchema,
    { programId: PROGRAM, recommenderId: PERSON, title: 'Film', terms: 'One.', fee: '150.00' },
  ],
  [['deal', 'deliver', PROGRAM], `POST /v1/deals/${PROGRAM}/delivered`, schemas.emptyBodySchema, {}],
  [['deal', 'withdraw', PROGRAM], `POST /v1/deals/${PROGRAM}/withdrawn`, schemas.emptyBodySchema, {}],
  [
    ['deal', 'answer', PROGRAM, '--answer', 'approve', '--terms-hash', HASH],
    `POST /v1/me/deals/${PROGRAM}/answer`,
    schemas.answerDealSchema,
    { answer: 'approve', termsHash: HASH },
  ],
  [
    ['invitation', 'create', PROGRAM],
    `POST /v1/programs/${PROGRAM}/invitations`,
    schemas.emptyBodySchema,
    {},
  ],
  [
    ['mention', 'declare', PROGRAM, '--channel', 'blog', '--post', 'https://b.example/1', '--reach', '4000'],
    'POST /v1/me/mentions',
    schemas.declareMentionSchema,
    {
      programId: PROGRAM,
      kind: 'mention',
      channel: 'blog',
      postUrl: 'https://b.example/1',
      declaredReach: 4_000,
    },
  ],
  [
    ['lead', 'record', 'lead-1', '--code', `shap2${'2'.repeat(8)}`],
    'POST /v1/leads',
    schemas.recordLeadSchema,
    { id: 'lead-1', code: `shap2${'2'.repeat(8)}` },
  ],
] as const)('vouch %j asks %s, and the server takes its body', async (command, request, schema, body) => {
  await vouch(...command)
  expect(seen).toEqual([{ request, body }])
  expect(schema.safeParse(body)).toMatchObject({ success: true })
})

test.each([
  [['campaign', 'list', PROGRAM], `GET /v1/programs/${PROGRAM}/campaigns?limit=100`],
  [['deal', 'list'], 'GET /v1/deal-programs?limit=100'],
  [['people', 'rank', PROGRAM, '--by', 'spread'], `GET /v1/programs/${PROGRAM}/ranking?by=spread&limit=100`],
  [['people', 'rank', PROGRAM], `GET /v1/programs/${PROGRAM}/ranking?by=sales&limit=100`],
  [
    ['funnel', 'show', PROGRAM, '--from', '2026-11-01T00:00:00Z'],
    `GET /v1/programs/${PROGRAM}/funnel?from=2026-11-01T00%3A00%3A00Z`,
  ],
  [['invitation', 'list', PROGRAM], `GET /v1/programs/${PROGRAM}/invitations`],
  [['mention', 'list', PROGRAM], `GET /v1/programs/${PROGRAM}/mentions?limit=100`],
] as const)('vouch %j asks %s', async (command, request) => {
  await vouch(...command)
  expect(seen).toEqual([{ request, body: undefined }])
})

test('an answer is printed as lines, and with --json as it came', async () => {
  await vouch('deal', 'list')
  expect(printed).toBe('data:\n  none\nstate: fine\n')
  printed = ''
  await vouch('deal', 'list', '--json')
  expect(JSON.parse(printed)).toEqual({ state: 'fine', data: [], page: { next: null } })
})

test('discount codes of which any was refused are printed, and end the command as refused', async () => {
  const refused = { code: 'NOPE', outcome: 'refused', reason: 'is not a code of this program' }
  const ended = { code: 'ANN10', outcome: 'saved', state: 'ended' }
  answer = JSON.stringify({ data: [ended, refused] })
  await expect(vouch('coupon', 'end', 'ANN10', 'NOPE', '--program', PROGRAM)).rejects.toMatchObject({
    exitCode: 1,
    message: 'Refused: 1 of 2.',
  })
  expect(printed).toBe('ANN10: ended\nNOPE: refused, is not a code of this program\n')
  answer = JSON.stringify({ data: [ended] })
  await vouch('coupon', 'end', 'ANN10', '--program', PROGRAM)
})
