// Work that outlives a request: queues and cron on pg-boss, kept behind these few functions.
import type pg from 'pg'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Logger } from 'pino'
import { type Loop, startLoop } from './loop.ts'
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

/** Somebody waits for what was asked for: so often all queues are looked at, by one statement. */
const LOOK_MS = 500
/** A queue's own look, should the one for all of them fail. Dozens of queues that look twice a second are most of
 * what a server does that has nothing to do. */
const OWN_LOOK_SECONDS = 30

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
  const workers = new Map<string, string[]>()
  let looking: Loop | undefined
  const look = async () => {
    const due = await queuesDue(pool, [...workers.keys()])
    for (const name of due) for (const id of workers.get(name) ?? []) boss.notifyWorker(id)
  }
  return {
    async send(pg, queue, data, options = {}) {
      if (!known.has(queue)) throw new Error(`no such queue: ${queue}`)
      await boss.send(queue, data, { ...options, db: fromKysely(pg) })
    },
    async work(taken) {
      const polling = { batchSize: 1, pollingIntervalSeconds: OWN_LOOK_SECONDS }
      for (const queue of taken) {
        const ids: string[] = []
        for (let i = 0; i < (queue.concurrency ?? 1); i++)
          ids.push(
            await boss.work<object>(queue.name, polling, ([job]) => perform(queue, job, log)),
          )
        workers.set(queue.name, ids)
        if (queue.cron) await boss.schedule(queue.name, queue.cron, {}, { tz: 'UTC' })
      }
      looking ??= startLoop(LOOK_MS, look, (error) => {
        if (error) log.error({ err: error }, 'jobs wait longer: the queues could not be looked at')
      })
    },
    async stop() {
      await looking?.stop()
      await boss.stop({ graceful: true, timeout: 20_000, close: false })
    },
  }
}

/** Those of these queues in which something can be done now. */
async function queuesDue(pool: pg.Pool, names: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>({
    name: 'queues-due',
    // One look at the index for each, whatever waits in one of them.
    text: `select q.name from unnest($1::text[]) as q (name) cross join lateral (
      select 1 from job.job j where j.name = q.name and j.state < 'active' and not j.blocked
        and j.start_after <= job.job_now() limit 1) due`,
    values: [names],
  })
  return rows.map(({ name }) => name)
}

async function perform(
  queue: Queue,
  job: { id: string; data: object } | undefined,
  log: Logger,
): Promise<void> {
  if (!job) return
  const started = performance.now()
  const observe = (outcome: 'done' | 'failed') =>
    metrics.jobSeconds.observe({ queue: queue.name, outcome }, (performance.now() - started) / 1000)
  try {
    await queue.run(job.data as never)
    observe('done')
    log.debug({ queue: queue.name, ms: Math.round(performance.now() - started) }, 'job done')
  } catch (error) {
    observe('failed')
    log.error({ err: error, queue: queue.name, job: job.id }, 'job failed, it will be tried again')
    throw error
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
