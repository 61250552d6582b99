// Who comes in, and how, is not what histories of rewards are about.

import { notInHistories } from './memory-state.ts'

import type { AccountRows } from '#ports/account-rows.ts'
import type { ApiKeyRows } from '#ports/api-key-rows.ts'
import type { PasskeyRows } from '#ports/passkey-rows.ts'
import type { SessionRows } from '#ports/session-rows.ts'
import type { SignInLinkRows } from '#ports/sign-in-link-rows.ts'

export const noApiKeys: ApiKeyRows = {
  insert: notInHistories,
  live: notInHistories,
  noteUse: notInHistories,
  list: notInHistories,
  countLive: notInHistories,
  lockAdmins: notInHistories,
  revoke: notInHistories,
}

export const noSessions: SessionRows = {
  insert: notInHistories,
  use: notInHistories,
  list: notInHistories,
  remove: notInHistories,
  removeAll: notInHistories,
  trim: notInHistories,
}

export const noSignInLinks: SignInLinkRows = {
  insert: notInHistories,
  use: notInHistories,
  list: notInHistories,
  revoke: notInHistories,
  trim: notInHistories,
}

export const noPasskeys: PasskeyRows = {
  insert: notInHistories,
  passkey: notInHistories,
  list: notInHistories,
  remove: notInHistories,
  setCounter: notInHistories,
  insertOwner: notInHistories,
  owner: notInHistories,
  removeOwner: notInHistories,
}

export const noAccount: AccountRows = {
  insert: notInHistories,
  signers: notInHistories,
  lock: notInHistories,
  insertDraft: notInHistories,
  instruction: notInHistories,
  list: notInHistories,
  underWay: notInHistories,
  sign: notInHistories,
  change: notInHistories,
}
