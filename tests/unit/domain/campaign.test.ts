// Campaigns count within their dates alone, and a directed one counts what its secondary ones bring.

import { expect, test } from 'vitest'
import { campaignIdsAt, campaignPhase } from '#domain/campaign.ts'

const directed = { campaignId: 'directed', startsAt: 1_000, endsAt: 2_000 }
const secondary = { campaignId: 'secondary', startsAt: 1_500, endsAt: null }

test.each([
  [999, 'planned'],
  [1_000, 'running'],
  [1_999, 'running'],
  [2_000, 'over'],
] as const)('a campaign from 1000 to 2000 is at %i %s', (at, phase) => {
  expect(campaignPhase(directed, at)).toBe(phase)
})

test('a campaign without an end goes on', () => {
  expect(campaignPhase(secondary, 9_999_999)).toBe('running')
})

test('a link of a directed campaign is in that campaign, while it runs', () => {
  expect(campaignIdsAt(directed, undefined, 1_200)).toEqual(['directed'])
  expect(campaignIdsAt(directed, undefined, 2_000)).toEqual([])
})

test('a link of a secondary campaign is in the directed one too, each within its own dates', () => {
  expect(campaignIdsAt(secondary, directed, 1_400)).toEqual(['directed'])
  expect(campaignIdsAt(secondary, directed, 1_600)).toEqual(['secondary', 'directed'])
  expect(campaignIdsAt(secondary, directed, 2_000)).toEqual(['secondary'])
})

test('a link of no campaign is in none', () => {
  expect(campaignIdsAt(undefined, undefined, 1_200)).toEqual([])
})
