// Named places between two durable steps of sending. Production does nothing there; a test kills the process there.

export const FAILPOINT_AFTER_PLAN = 'after-plan'
export const FAILPOINT_AFTER_SIGN_SAVE = 'after-sign-save'
/** The node has the bytes; the database does not know that yet. */
export const FAILPOINT_AFTER_BROADCAST = 'after-broadcast'
export const FAILPOINT_AFTER_MINED = 'after-mined'

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
