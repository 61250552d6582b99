// Named places between two durable steps of sending. Production does nothing there; a test kills the process there.

/** A planned call was read, and nothing is signed. */
export const FAILPOINT_AFTER_PLAN = 'after-plan'
/** Bytes, hash and nonce are saved; no node has them. */
export const FAILPOINT_AFTER_SIGN_SAVE = 'after-sign-save'
/** The node has the bytes; the database does not know that yet. */
export const FAILPOINT_AFTER_BROADCAST = 'after-broadcast'
/** The receipt is saved; its block is not final. */
export const FAILPOINT_AFTER_MINED = 'after-mined'

/** All places, for tests that try each. */
export const FAILPOINTS = [
  FAILPOINT_AFTER_PLAN,
  FAILPOINT_AFTER_SIGN_SAVE,
  FAILPOINT_AFTER_BROADCAST,
  FAILPOINT_AFTER_MINED,
] as const

export type FailpointName = (typeof FAILPOINTS)[number]

export type Failpoint = { readonly reached: (name: FailpointName) => void }

/** What production uses. */
export const noFailpoint: Failpoint = { reached: () => undefined }
