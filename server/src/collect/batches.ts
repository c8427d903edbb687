// What becomes of batches: ours are kept ours until they are decided, others' are waited for.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { LEASE_SECONDS } from './commit.ts'
import { type Recovered, recoverBatch } from './recovery.ts'

/** A duplicate waits this long for the first one's fate: a lease, and time to notice its end. */
const PATIENCE_MS = (LEASE_SECONDS + 6) * 1000
const LOOK_EVERY_MS = 100
const DECIDE_EVERY_MS = 500

export interface Batches {
  /** Ours from now on: its lease is kept up until `end`, or until it is decided. */
  begin(batchId: number): void
  end(batchId: number): void
  /**
   * Decides one of ours whose insert failed; undefined when another process already did.
   * @throws when the stores cannot tell now; it stays ours and is tried again until they can
   */
  decide(batchId: number): Promise<Recovered | undefined>
  /** Resolves when it is decided, whoever's it is; rejects when that takes too long. */
  fate(batchId: number): Promise<void>
  stop(): void
}

export function createBatches(ctx: Ctx): Batches {
  const ours = new Map<number, { ended: Promise<void>; end: () => void }>()
  const undecided = new Set<number>()
  const watched = new Map<number, Promise<void>>()

  const end = (batchId: number) => {
    undecided.delete(batchId)
    ours.get(batchId)?.end()
    ours.delete(batchId)
  }
  let deciding = false
  const decideWaiting = async () => {
    if (deciding) return
    deciding = true
    try {
      for (const batchId of undecided) {
        await recoverBatch(ctx, batchId)
        end(batchId)
      }
    } catch (error) {
      ctx.log.warn(
        { err: error, batches: undecided.size },
        'unfinished batches wait for the stores',
      )
    } finally {
      deciding = false
    }
  }
  const watch = async (batchId: number) => {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
      const { rows } = await sql<{ state: string }>`
        select state from ingest_batch where id = ${batchId}`.execute(ctx.pg)
      if (rows[0]?.state !== 'open') return
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    throw stillOpen()
  }
  const timers = [
    setInterval(() => renewLeases(ctx, [...ours.keys()]), (LEASE_SECONDS * 1000) / 3),
    setInterval(() => void (undecided.size > 0 && decideWaiting()), DECIDE_EVERY_MS),
  ]
  for (const timer of timers) timer.unref()

  return {
    begin(batchId) {
      const { promise, resolve } = Promise.withResolvers<void>()
      ours.set(batchId, { ended: promise, end: resolve })
    },
    end,
    async decide(batchId) {
      try {
        const recovered = await recoverBatch(ctx, batchId)
        end(batchId)
        return recovered
      } catch (error) {
        undecided.add(batchId)
        throw error
      }
    },
    fate(batchId) {
      const mine = ours.get(batchId)
      if (mine) return within(mine.ended)
      let watching = watched.get(batchId)
      if (!watching) {
        watching = watch(batchId).finally(() => watched.delete(batchId))
        watched.set(batchId, watching)
      }
      return watching
    },
    stop() {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

function renewLeases(ctx: Ctx, batchIds: number[]): void {
  if (batchIds.length === 0) return
  sql`update ingest_batch set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
      where id = any(${batchIds}::bigint[]) and state = 'open'`
    .execute(ctx.pg)
    .catch((error) => ctx.log.warn({ err: error }, 'leases of batches could not be renewed'))
}

function within(ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(stillOpen()), PATIENCE_MS)
    void ended.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

const stillOpen = () =>
  unavailable('batch_still_open', 'The same event is on its way elsewhere; try again', 5)
