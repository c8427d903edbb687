// How a worker keeps an import, and lets go of it: paused, taken back, failed, or cut off by an outage.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import type { AppError } from '../platform/errors.ts'
import {
  checkpoint,
  type DataImport,
  finishImport,
  LEASE_SECONDS,
  stopAsked,
  wantedOf,
} from './import.ts'
import { tellMaker } from './notices.ts'
import { sendUndo } from './send.ts'

/** Somebody wants it paused, or stopped and taken back. */
export class Asked extends Error {
  readonly wanted: 'pause' | 'undo'
  constructor(wanted: 'pause' | 'undo') {
    super(`asked to ${wanted}`)
    this.wanted = wanted
  }
}
export async function heed(ctx: Ctx, id: string): Promise<void> {
  const wanted = await wantedOf(ctx, id)
  if (wanted) throw new Asked(wanted)
}

export async function letGoAsAsked(
  ctx: Ctx,
  id: string,
  owner: string,
  wanted: 'pause' | 'undo',
): Promise<void> {
  await inTx(ctx, async (ctx) => {
    await stopAsked(ctx, id, owner, wanted)
    if (wanted === 'undo') await sendUndo(ctx, id)
  })
}

export async function failed(
  ctx: Ctx,
  job: DataImport,
  owner: string,
  error: AppError,
): Promise<void> {
  await inTx(ctx, async (ctx) => {
    if (await finishImport(ctx, job.id, owner, 'failed', error))
      await tellMaker(ctx, job, 'import_failed')
    else await sendUndo(ctx, job.id)
  })
}

/** Keeps the lease through long statements. */
export function beat(ctx: Ctx, id: string, owner: string): NodeJS.Timeout {
  return setInterval(
    () => {
      checkpoint(ctx, id, owner).catch((error: unknown) =>
        ctx.log.warn({ err: error, import: id }, 'the import could not say that it is alive'),
      )
    },
    (LEASE_SECONDS * 1000) / 3,
  )
}

/** After an outage the next worker need not wait for the lease. */
export async function letGo(ctx: Ctx, id: string, owner: string): Promise<void> {
  await sql`update data_import set lease_until = now() - interval '1 second'
    where tenant_id = ${ctx.tenantId} and id = ${id} and owner = ${owner}::uuid`
    .execute(ctx.pg)
    .catch((error: unknown) =>
      ctx.log.warn({ err: error, import: id }, 'the import keeps its lease until it runs out'),
    )
}
