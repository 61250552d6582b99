import { expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { rewardState } from '#domain/reward-state.ts'

test.each([
  // waiting, available, reserved, released, standing, paid
  ['waiting to be reserved', 5n, 5n, 0n, 0n, 0n, 0n],
  ["waiting for the shop's pool", 5n, 4n, 0n, 0n, 0n, 0n],
  // The least advanced part decides.
  ['waiting to be reserved', 1n, 9n, 5n, 5n, 10n, 5n],
  ['promised', 0n, 0n, 5n, 0n, 5n, 0n],
  ['promised', 0n, 0n, 1n, 5n, 6n, 5n],
  ['owed', 0n, 0n, 0n, 5n, 5n, 0n],
  ['owed', 0n, 0n, 0n, 5n, 5n, 4n],
  ['paid', 0n, 0n, 0n, 5n, 5n, 5n],
  // Paid, and refunded since: what is owed back is told apart.
  ['paid', 0n, 0n, 0n, 5n, 0n, 5n],
  // Wholly taken by an earlier debt: it stands, and no batch holds anything for it.
  ['paid', 0n, 0n, 0n, 0n, 5n, 0n],
  ['void', 0n, 9n, 0n, 0n, 0n, 0n],
] as const)('is %s', (state, waiting, available, reserved, released, standing, paid) => {
  expect(
    rewardState({
      waitingMicros: micros(waiting),
      availableMicros: micros(available),
      reservedMicros: micros(reserved),
      releasedMicros: micros(released),
      standingMicros: micros(standing),
      paidMicros: micros(paid),
    }),
  ).toBe(state)
})
