// Work that outlives a request: queues and cron on pg-boss, kept behind these few functions.
import type pg from 'pg'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { metrics } from './metrics.ts'
import type { Pg } from './pg.ts'

export interface JobOptions {
  /** At most one waiting job with this key in the queue. */
  singletonKey?: string
  startAfter?: Date | number
}
export interface Jobs {
  /** Sent with the transaction of `pg`: rolled back with it, picked up after it commits. */
  send(pg: Pg, queue: string, data: object, options?: JobOptions): Promise<void>
}

/** One kind of work. `run` gets one job at a time and must be idempotent: it can run again. */
export interface Queue {
  name: string
  run(data: never): Promise<unknown>
  /** Cron line in the server's zone (UTC); the job then carries no data. */
  cron?: string
  retryLimit?: number
  /** Seconds a run may take before it counts as dead and is tried again. */
  expireInSeconds?: number
  /** How many at once in this process. */
  concurrency?: number
}

/** Somebody waits for what was asked for; what the clock asks for may be a few seconds late. */
const ASKED_SECONDS = 0.5
const CLOCK_SECONDS = 3

export interface RunningJobs extends Jobs {
  /** Starts taking work (worker role). */
  work(queues: Queue[]): Promise<void>
  stop(): Promise<void>
}

export async function startJobs(pool: pg.Pool, queues: Queue[], log: Logger): Promise<RunningJobs> {
  const boss = new PgBoss({
    db: {
      async executeSql(text: string, values?: unknown[]) {
        return pool.query(text, values) as Promise<{ rows: Record<string, unknown>[] }>
      },
    },
    schema: 'job',
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue error'))
  await alone(pool, async () => {
    await boss.start()
    // A queue that another process creates later makes `send` inside a transaction hang, so all of
    // them are created here, by everyone.
    for (const queue of queues) {
      await boss.createQueue(queue.name, {
        retryLimit: queue.retryLimit ?? 8,
        retryBackoff: true,
        retryDelay: 1,
        expireInSeconds: queue.expireInSeconds ?? 900,
      })
    }
  })
  const known = new Set(queues.map((q) => q.name))
  return {
    async send(pg, queue, data, options = {}) {
      if (!known.has(queue)) throw new Error(`no such queue: ${queue}`)
      await boss.send(queue, data, { ...options, db: fromKysely(pg) })
    },
    async work(taken) {
      for (const queue of taken) {
        await boss.work<object>(
          queue.name,
          {
            batchSize: 1,
            pollingIntervalSeconds: queue.cron ? CLOCK_SECONDS : ASKED_SECONDS,
            localConcurrency: queue.concurrency ?? 1,
          },
          async ([job]) => {
            if (!job) return
            const started = performance.now()
            try {
              await queue.run(job.data as never)
              metrics.jobSeconds.observe(
                { queue: queue.name, outcome: 'done' },
                (performance.now() - started) / 1000,
              )
              log.debug(
                { queue: queue.name, ms: Math.round(performance.now() - started) },
                'job done',
              )
            } catch (error) {
              metrics.jobSeconds.observe(
                { queue: queue.name, outcome: 'failed' },
                (performance.now() - started) / 1000,
              )
              log.error(
                { err: error, queue: queue.name, job: job.id },
                'job failed, it will be tried again',
              )
              throw error
            }
          },
        )
        if (queue.cron) await boss.schedule(queue.name, queue.cron, {}, { tz: 'UTC' })
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000, close: false }),
  }
}

/** Processes that start at the same moment would race for the queues' schema, and all but one fail. */
async function alone(pool: pg.Pool, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(hashtext('homefield.jobs'))`)
    await work()
  } finally {
    await client.query(`select pg_advisory_unlock(hashtext('homefield.jobs'))`)
    client.release()
  }
}
