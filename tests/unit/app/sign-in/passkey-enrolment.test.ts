// Joining with a passkey whose public key is somebody's, as anybody can read it on the chain.

import { bytesToHex, hexToBytes, slice, type Hex } from 'viem'
import { expect, test } from 'vitest'
import { enrolPasskey, keepEnrolledPasskeys } from '#app/sign-in/passkey-enrolment.ts'
import type { PasskeyRow } from '#ports/passkey-rows.ts'
import type { PasskeyAnswer } from '#ports/passkeys.ts'
import { macs } from '#store/macs.ts'
import { readPasskeyVectors } from '../../../support/passkey-vectors.ts'

/** The 64 bytes of a point, at the end of a key as its registration gave it. */
const POINT_OFFSET = 27

const site = { origin: 'http://localhost', rpId: 'localhost' }

test('a passkey that is kept gets no second name, so that nobody fills another’s list', async () => {
  const { publicKeys, factory } = readPasskeyVectors()
  const publicKey = hexToBytes(slice(publicKeys.key, POINT_OFFSET))
  const kept: PasskeyRow[] = []
  const owners = new Map<string, string>()
  const unitOf = (id: string) => ({
    account: { insert: () => Promise.resolve() },
    passkeys: {
      list: () => Promise.resolve([...kept]),
      insert: (row: PasskeyRow) => Promise.resolve(void kept.push(row)),
      insertOwner: (owner: string) => Promise.resolve(void owners.set(id, owner)),
      owner: () => Promise.resolve(owners.get(id)),
    },
  })
  const unchecked: unknown = {
    settings: { passkeyFactory: factory },
    clock: { now: () => 0 },
    sealer: { seal: (bytes: Uint8Array) => bytes, open: (bytes: Uint8Array) => bytes },
    macs,
    recommenders: { transaction: (id: string, work: (unit: object) => Promise<unknown>) => work(unitOf(id)) },
    passkeys: {
      pointOf: (bytes: Uint8Array): Hex => bytesToHex(bytes),
      // What no device proves: whoever answers says which key it is.
      readMade: ({ id }: PasskeyAnswer) =>
        Promise.resolve({ credentialId: id, publicKey, point: bytesToHex(publicKey), counter: 0 }),
    },
  }
  const deps = unchecked as Parameters<typeof enrolPasskey>[0] & Parameters<typeof keepEnrolledPasskeys>[0]
  const join = async (id: string) => {
    const made = { id } as unknown as PasskeyAnswer
    const { sealed } = await enrolPasskey(deps, { made, site })
    await keepEnrolledPasskeys(deps, sealed)
  }
  await join('own')
  for (const other of ['forged-1', 'forged-2', 'own']) await join(other)
  expect(kept.map(({ credentialId }) => credentialId)).toEqual(['own'])
})
