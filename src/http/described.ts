// What an endpoint says of itself, for the description of the API and for tests that hold answers against it.

import type { z } from 'zod'
import type { Conditions } from './conditional-change.ts'

export type SuccessStatus = 200 | 201 | 202

/** What every endpoint states. */
export type Describing = {
  /** What it is for, in one short sentence of the reference. */
  readonly summary: string
  /** The body of its answer when nothing went wrong; tests hold every answer against it. */
  readonly answers: z.ZodType
  /** Statuses of such answers; 200 alone when left out. */
  readonly statuses?: readonly SuccessStatus[]
  /** Media types of an answer that is no JSON. */
  readonly answerTypes?: readonly string[]
  /** Media types of a body that is no JSON. */
  readonly bodyTypes?: readonly string[]
  /** Stands for a form that is decided while it is read. */
  readonly bodyForm?: z.ZodType
}

export type Described = Required<
  Pick<Describing, 'summary' | 'answers' | 'statuses' | 'answerTypes' | 'bodyTypes'>
> & {
  readonly params: z.ZodType
  readonly query: z.ZodType
  /** Of a POST: the form of its body for whoever asks. */
  readonly body: ((who: never) => z.ZodType) | undefined
  readonly conditions: Conditions
}

type Forms = Describing & {
  readonly params: z.ZodType
  readonly query: z.ZodType
  readonly body?: (who: never) => z.ZodType
  readonly conditions?: Conditions
}

/** The description of an endpoint by its shape. */
export function describedBy(shape: Forms): Described {
  const { summary, answers, params, query, bodyForm } = shape
  return {
    summary,
    answers,
    statuses: shape.statuses ?? [200],
    answerTypes: shape.answerTypes ?? ['application/json'],
    bodyTypes: shape.bodyTypes ?? ['application/json'],
    params,
    query,
    body: bodyForm === undefined ? shape.body : () => bodyForm,
    conditions: shape.conditions ?? 'none',
  }
}
