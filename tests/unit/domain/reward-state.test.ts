import { expect, test } from 'vitest'
import { micros } from '#domain/money.ts'
import { rewardState } from '#domain/reward-state.ts'

test.each([
  // waiting, available, reserved, released, paid
  ['waiting to be reserved', 5n, 5n, 0n, 0n, 0n],
  ["waiting for the shop's pool", 5n, 4n, 0n, 0n, 0n],
  // The least advanced part decides.
  ['waiting to be reserved', 1n, 9n, 5n, 5n, 5n],
  ['promised', 0n, 0n, 5n, 0n, 0n],
  ['promised', 0n, 0n, 1n, 5n, 5n],
  ['owed', 0n, 0n, 0n, 5n, 0n],
  ['owed', 0n, 0n, 0n, 5n, 4n],
  ['paid', 0n, 0n, 0n, 5n, 5n],
  ['void', 0n, 9n, 0n, 0n, 0n],
] as const)('is %s', (state, waiting, available, reserved, released, paid) => {
  expect(
    rewardState({
      waitingMicros: micros(waiting),
      availableMicros: micros(available),
      reservedMicros: micros(reserved),
      releasedMicros: micros(released),
      paidMicros: micros(paid),
    }),
  ).toBe(state)
})
