// The outbox: jobs that are put into the same database transaction as the rows they belong to, run by pg-boss.

import { invariant } from '#domain/invariant.ts'
import { fromKysely, PgBoss } from 'pg-boss'

import type { Log } from '#ports/log.ts'
import type { OutboxJob, OutboxJobs, QueueName } from '#ports/retailer-store.ts'

import type { DatabaseTransaction } from './database.ts'

/** Times a failing job is tried again before it is parked in its queue's failed state. */
const RETRY_LIMIT = 8

/** Seconds before the first retry; doubled at each further one. */
const RETRY_DELAY_SECONDS = 1

/** Jobs fetched at once: a burst of webhooks is worked off in few round trips. */
const JOBS_PER_FETCH = 50

/** Jobs of one fetch that run at the same time; each needs a database connection. */
const JOBS_AT_ONCE = 4

/** Seconds between two looks at an idle queue; the shortest that pg-boss allows. */
const POLL_SECONDS = 0.5

/** Seconds without a sign of life after which a job that a killed process held is given to another; the least allowed. */
const HEARTBEAT_SECONDS = 10

const queues: readonly QueueName[] = [
  'dead-delivery',
  'process-delivery',
  'pull-connection',
  'evaluate-waiting',
  'project-reward',
  'project-unrewarded',
  'tell-payment',
  'follow-instruction',
  'dead-webhook',
  'send-webhook',
]

/** Where jobs go that failed as often as they may; a queue is made after the one that takes its dead. */
const deadLetters: Partial<Record<QueueName, QueueName>> = {
  'process-delivery': 'dead-delivery',
  'send-webhook': 'dead-webhook',
}

/**
 * Queues whose jobs wait for servers of shops, which may be slow or gone: many workers with a few jobs each, and of one
 * shop no more jobs at a time than leave the others room.
 */
const waitsForShops: Partial<Record<QueueName, WaitsForShops>> = {
  'send-webhook': { workers: 16, jobsPerFetch: 4, jobsOfOneShop: 4 },
  'pull-connection': { workers: 8, jobsPerFetch: 2, jobsOfOneShop: 2 },
}

type WaitsForShops = {
  readonly workers: number
  /** Above one: a worker that was given all it asked for asks again at once. */
  readonly jobsPerFetch: number
  readonly jobsOfOneShop: number
}

/** Seconds between two looks of each of these workers at an idle queue: all of them together look often. */
const SHOPS_POLL_SECONDS = 1

/** Four connections serve the queues and the upkeep; upkeep looks for lost jobs as often as they can be lost. */
const bossOptions = {
  application_name: 'vouchpenny-jobs',
  max: 4,
  superviseIntervalSeconds: HEARTBEAT_SECONDS,
  monitorIntervalSeconds: HEARTBEAT_SECONDS,
} as const

export type Outbox = {
  readonly enqueue: (transaction: DatabaseTransaction, job: OutboxJob) => Promise<void>
  /** The same for many jobs of one queue, in one statement. */
  readonly enqueueAll: <Queue extends QueueName>(
    transaction: DatabaseTransaction,
    queue: Queue,
    all: readonly OutboxJobs[Queue][],
  ) => Promise<void>
  /** Runs `handle` for each job of a queue, at least once; an error makes it run again later. */
  readonly work: <Queue extends QueueName>(
    queue: Queue,
    handle: (data: OutboxJobs[Queue]) => Promise<void>,
  ) => Promise<void>
  /** Lets running jobs finish, then stops. */
  readonly stop: () => Promise<void>
}

/** Starts pg-boss in its own schema of the same database. */
export async function startOutbox({
  connectionString,
  log,
}: {
  readonly connectionString: string
  readonly log: Log
}): Promise<Outbox> {
  const boss = new PgBoss({ connectionString, ...bossOptions })
  boss.on('error', (error: Error) => {
    log.warn('the job store did not answer', { reason: error.message })
  })
  await boss.start()
  for (const queue of queues) {
    await boss.createQueue(queue, {
      retryLimit: RETRY_LIMIT,
      retryDelay: RETRY_DELAY_SECONDS,
      retryBackoff: true,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      ...deadLetterOf(queue),
    })
    // A queue that was made by an earlier version keeps what it was made with.
    if (deadLetters[queue] !== undefined) await boss.updateQueue(queue, deadLetterOf(queue))
  }

  return {
    async enqueue(transaction, job) {
      const id = await boss.send(job.queue, job.data, {
        db: fromKysely(transaction),
        ...groupOf(job.data),
        ...(job.startAt === undefined ? {} : { startAfter: new Date(job.startAt) }),
      })
      invariant(id !== null, 'a job put into the outbox gets an id')
    },

    async enqueueAll(transaction, queue, all) {
      if (all.length === 0) return
      const jobs = all.map((data) => ({ data, ...groupOf(data) }))
      await boss.insert(queue, jobs, { db: fromKysely(transaction) })
    },

    async work(queue, handle) {
      const shops = waitsForShops[queue]
      const options = { ...workOptions(shops), burstWhenBatchFull: true, perJobResults: true } as const
      await boss.work<OutboxJobs[typeof queue]>(queue, options, async (jobs) => {
        const results: {
          id: string
          status: 'completed' | 'failed'
          output?: object
        }[] = []
        const waiting = [...jobs]
        const runner = async (): Promise<void> => {
          for (let job = waiting.shift(); job; job = waiting.shift()) {
            try {
              await handle(job.data)
              results.push({ id: job.id, status: 'completed' })
            } catch (error) {
              const reason = error instanceof Error ? error.message : String(error)
              log.warn('a job failed and will be tried again', {
                queue,
                reason,
              })
              results.push({
                id: job.id,
                status: 'failed',
                output: { reason },
              })
            }
          }
        }
        await Promise.all(Array.from({ length: shops?.jobsPerFetch ?? JOBS_AT_ONCE }, runner))
        return results
      })
    },

    async stop() {
      await boss.stop({ graceful: true })
    },
  }
}

function workOptions(shops: WaitsForShops | undefined) {
  if (shops === undefined) return { batchSize: JOBS_PER_FETCH, pollingIntervalSeconds: POLL_SECONDS }
  return {
    batchSize: shops.jobsPerFetch,
    pollingIntervalSeconds: SHOPS_POLL_SECONDS,
    localConcurrency: shops.workers,
    localGroupConcurrency: shops.jobsOfOneShop,
  }
}

/** Jobs of one shop are a group. */
function groupOf(data: OutboxJob['data']): { group?: { id: string } } {
  return 'retailerId' in data ? { group: { id: data.retailerId } } : {}
}

function deadLetterOf(queue: QueueName): { deadLetter?: QueueName } {
  const deadLetter = deadLetters[queue]
  return deadLetter === undefined ? {} : { deadLetter }
}
