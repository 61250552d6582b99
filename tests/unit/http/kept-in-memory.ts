// Answers to requests with an Idempotency-Key, kept in memory.

import type { IdempotencyScope } from '#http/answer-once.ts'

/** The store; `begun` are the keys that were taken. */
export function keptInMemory() {
  const answers = new Map<string, { bodyHash: string; status: number; body: string }>()
  const begun = new Set<string>()
  const nameOf = (scope: IdempotencyScope) => Object.values(scope).join(' ')
  return {
    begin: async (scope: IdempotencyScope, bodyHash: string) => {
      const answer = answers.get(nameOf(scope))
      if (answer && answer.bodyHash !== bodyHash) return { state: 'other-body' as const }
      if (answer && answer.status > 0)
        return { state: 'done' as const, status: answer.status, body: answer.body }
      if (answer) return { state: 'in-flight' as const }
      begun.add(nameOf(scope))
      answers.set(nameOf(scope), { bodyHash, status: 0, body: '' })
      return { state: 'fresh' as const }
    },
    finish: async (scope: IdempotencyScope, status: number, body: string) => {
      answers.set(nameOf(scope), { bodyHash: answers.get(nameOf(scope))?.bodyHash ?? '', status, body })
    },
    release: async (scope: IdempotencyScope) => {
      answers.delete(nameOf(scope))
    },
    begun,
  }
}
