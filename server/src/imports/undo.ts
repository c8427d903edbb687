// Undoing a whole import: everything it brought goes, but for what others have built on since; what
// stays is said. Each step is safe to run again, so a worker that dies is followed by another.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import {
  type Collector,
  drainOutbox,
  identifiersInEvents,
  nodesWithEvents,
  openBatchesDecided,
  removeEventsOf,
} from '../collect/index.ts'
import {
  type CatalogueUndone,
  type OrdersUndone,
  purchasesOf,
  undoCatalogue,
  undoOrders,
} from '../commerce/index.ts'
import { type Forgotten, forgetUntouched } from '../identity/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import {
  asHistory,
  assignAnew,
  type ForgottenWords,
  forgetAssignments,
  forgetSource,
  putRelationsBack,
} from '../profile/index.ts'
import { actorText } from './apply-events.ts'
import { sourceOf } from './customers-of-rows.ts'
import {
  checkpoint,
  claimImport,
  type DataImport,
  finishImport,
  LEASE_SECONDS,
  LeaseLost,
  loadImport,
} from './import.ts'
import { tellMaker } from './notices.ts'
import { dropStage } from './staging.ts'

export interface UndoReport
  extends Partial<Omit<OrdersUndone, 'eventsStay'>>,
    Partial<CatalogueUndone>,
    Partial<ForgottenWords>,
    Partial<Forgotten> {
  relationsPutBack?: number
  /** Customers' stores and guides that its purchases and friendships had decided. */
  assignments?: number
  events?: number
  eventsStay?: number
  /** Merges of customers that the import brought about: each is undone by itself, if it was wrong. */
  mergesStay?: number
}

/** Runs an undo that was begun, if no other worker has it. */
export async function runUndo(ctx: Ctx, collector: Collector, id: string): Promise<DataImport> {
  const owner = randomUUID()
  const job = await claimImport(ctx, id, owner, 'undoing')
  if (!job) return loadImport(ctx, id)
  const heart = setInterval(
    () => {
      checkpoint(ctx, id, owner).catch((error: unknown) =>
        ctx.log.warn({ err: error, import: id }, 'the undo could not say that it is alive'),
      )
    },
    (LEASE_SECONDS * 1000) / 3,
  )
  try {
    const keep = await undoState(ctx, job, owner)
    const events = await undoEvents(ctx, collector, id, keep)
    await checkpoint(ctx, id, owner, { undoReport: { events, eventsStay: keep.length } })
    const forgotten = await forgetUntouched(ctx, sourceOf(id), {
      nodesWithEvents: (nodes) => nodesWithEvents(ctx, nodes),
      identifiersInEvents: (nodes) => identifiersInEvents(ctx, nodes),
      settled: () => openBatchesDecided(ctx),
    })
    await inTx(ctx, async (ctx) => {
      await checkpoint(ctx, id, owner, {
        undoReport: { ...forgotten, mergesStay: await mergesOf(ctx, id) },
      })
      await finishImport(ctx, id, owner, 'undone')
      await tellMaker(ctx, job, 'import_undone')
      await audit(
        ctx,
        'import.undone',
        { kind: 'import', id },
        (await loadImport(ctx, id)).undo_report ?? {},
      )
    })
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error
    ctx.log.warn({ import: id }, 'another worker has taken the undo over')
  } finally {
    clearInterval(heart)
  }
  return loadImport(ctx, id)
}

/** The PostgreSQL half, at once. Answers the ids of events that stay. */
async function undoState(ctx: Ctx, job: DataImport, owner: string): Promise<string[]> {
  const { id } = job
  if (job.undo_step === 'state_undone') {
    const { rows } = await sql<{
      keep: string[]
    }>`select array(select jsonb_array_elements_text(undo_report -> 'keep')) as keep
      from data_import where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    return rows[0]?.keep ?? []
  }
  return inTx(ctx, (ctx) =>
    asHistory(ctx, async () => {
      const { eventsStay: keep, ...orders } = await undoOrders(ctx, id)
      const catalogue = await undoCatalogue(ctx, id)
      const words = await forgetSource(ctx, sourceOf(id))
      const freed = await forgetAssignments(ctx, id)
      const { rows } = await sql<{ stored: string }>`
      delete from import_relation_before where tenant_id = ${ctx.tenantId} and import_id = ${id} returning stored`.execute(
        ctx.pg,
      )
      const relationsPutBack = await putRelationsBack(
        ctx,
        rows.map((r) => r.stored),
      )
      await assignAnew(ctx, freed.nodes, await purchasesOf(ctx, freed.nodes))
      await dropStage(ctx, id)
      await checkpoint(ctx, id, owner, {
        undoStep: 'state_undone',
        undoReport: {
          ...orders,
          ...catalogue,
          ...words,
          relationsPutBack,
          assignments: freed.assignments,
          keep,
        },
      })
      return keep
    }),
  )
}

async function undoEvents(
  ctx: Ctx,
  collector: Collector,
  id: string,
  keep: string[],
): Promise<number> {
  // What still waits in the outbox must arrive before it can be taken out.
  for (let tries = 0; await isWaiting(ctx, id); tries++) {
    if (tries > 120)
      throw unavailable(
        'events_still_waiting',
        'The events of the import are still on their way; try again',
      )
    await drainOutbox(ctx, collector)
    await new Promise((resolve) => setTimeout(resolve, tries === 0 ? 0 : 500))
  }
  await openBatchesDecided(ctx)
  return removeEventsOf(ctx, actorText(id), keep)
}

async function isWaiting(ctx: Ctx, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from event_outbox
    where tenant_id = ${ctx.tenantId} and event ->> 'actor' = ${actorText(id)} limit 1`.execute(
    ctx.pg,
  )
  return rows.length > 0
}

async function mergesOf(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from identity_merge
    where tenant_id = ${ctx.tenantId} and undone_at is null and actor = ${actorText(id)}`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}
