// The same change of many stores or staff at once.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../../platform/audit.ts'
import { type BatchAnswer, BatchIds, sortOut } from '../../platform/batch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { disableMembers } from '../team-batch.ts'
import { demandPlaces, lockStructure, timeOf } from './rows.ts'
import { Day, StoreKind, whereTo } from './shapes.ts'

export const StoresBatch = z.object({
  ids: BatchIds,
  set: z
    .object({
      region_id: z.uuid().nullable(),
      kind: StoreKind,
      closed_on: Day.nullable().describe('Null opens it again'),
    })
    .partial()
    .refine((set) => Object.values(set).some((v) => v !== undefined), 'nothing to change'),
})
const Reason = z.string().trim().max(200).default('')
export const StaffMove = z.object({
  ids: BatchIds,
  ...whereTo,
  title: whereTo.title.unwrap().optional().describe('Each keeps their own when absent'),
  reason: Reason,
})
export const StaffLeave = z.object({ ids: BatchIds, at: whereTo.at, reason: Reason })

interface StoreRow {
  id: string
  code: string
  region_id: string | null
  kind: StoreKind
  opened_on: string | null
  closed_on: string | null
}

const storeRows = async (ctx: Ctx, ids: readonly string[]): Promise<StoreRow[]> =>
  (
    await sql<StoreRow>`select id, code, region_id, kind, opened_on, closed_on from store
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
  ).rows

export function changeStores(
  ctx: Ctx,
  { ids, set }: z.infer<typeof StoresBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    await demandPlaces(ctx, { regionId: set.region_id })
    const { taken, refused } = sortOut(
      ids,
      await storeRows(ctx, ids),
      (s) => s.id,
      'store',
      (s) =>
        set.closed_on && s.opened_on && set.closed_on < s.opened_on
          ? 'closed_before_opened'
          : undefined,
    )
    const next = sql`(${set.region_id === undefined ? sql`s.region_id` : sql`${set.region_id}::uuid`},
      ${set.kind === undefined ? sql`s.kind` : sql`${set.kind}::text`},
      ${set.closed_on === undefined ? sql`s.closed_on` : sql`${set.closed_on}::date`})`
    const { rows } = await sql<{ id: string }>`
      update store s set (region_id, kind, closed_on) = ${next}, revision = s.revision + 1
      where s.tenant_id = ${ctx.tenantId} and s.id = any(${taken.map((s) => s.id)}::uuid[])
        and (s.region_id, s.kind, s.closed_on) is distinct from ${next}
      returning s.id`.execute(ctx.pg)
    const before = new Map(taken.map((s) => [s.id, s]))
    await auditAll(
      ctx,
      rows.map(({ id }) => ({
        action: 'store.changed',
        object: { kind: 'store', id },
        details: { before: before.get(id), after: set, together: rows.length },
      })),
    )
    return { changed: rows.length, refused }
  })
}

/** Those made by mistake go; one that anything names stays and is said. */
export function removeStores(ctx: Ctx, ids: string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const rows = await storeRows(ctx, ids)
    const { rows: named } = await sql<{ id: string }>`
      select s.id from store s where s.tenant_id = ${ctx.tenantId} and s.id = any(${rows.map((s) => s.id)}::uuid[]) and (
        exists (select 1 from staff_post p where p.tenant_id = s.tenant_id and p.store_id = s.id)
        or exists (select 1 from membership m where m.tenant_id = s.tenant_id and m.scope = 'store' and s.code = any(m.scope_ids))
        or exists (select 1 from assignment a where a.tenant_id = s.tenant_id and a.kind = 'store' and a.code = s.code))`.execute(
      ctx.pg,
    )
    const inUse = new Set(named.map((s) => s.id))
    const { taken, refused } = sortOut(
      ids,
      rows,
      (s) => s.id,
      'store',
      (s) => (inUse.has(s.id) ? 'store_in_use' : undefined),
    )
    await sql`delete from store where tenant_id = ${ctx.tenantId} and id = any(${taken.map((s) => s.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await auditAll(
      ctx,
      taken.map((before) => ({
        action: 'store.removed',
        object: { kind: 'store', id: before.id },
        details: { before, together: taken.length },
      })),
    )
    return { changed: taken.length, refused }
  })
}

interface StaffRow {
  id: string
  state: 'active' | 'left'
  user_id: string | null
  post_id: string | null
  store_id: string | null
  region_id: string | null
  title: string | null
  from_at: Date | null
}

const staffRows = async (ctx: Ctx, ids: readonly string[]): Promise<StaffRow[]> =>
  (
    await sql<StaffRow>`select f.id, f.state, f.user_id, p.id as post_id, p.store_id, p.region_id, p.title, p.from_at
      from staff f left join staff_post p on p.tenant_id = f.tenant_id and p.staff_id = f.id and p.to_at is null
      where f.tenant_id = ${ctx.tenantId} and f.id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
  ).rows

/** Their present posts end and new ones begin, all at the same moment. */
export function moveStaffTogether(ctx: Ctx, move: z.infer<typeof StaffMove>): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    await demandPlaces(ctx, { storeId: move.store_id, regionId: move.region_id })
    const at = timeOf(ctx, move.at)
    const titleOf = (row: StaffRow) => move.title ?? row.title ?? ''
    const { taken, refused } = sortOut(
      move.ids,
      await staffRows(ctx, move.ids),
      (row) => row.id,
      'staff',
      (row) => {
        if (row.state === 'left') return 'staff_left'
        const isSame =
          row.post_id !== null &&
          row.store_id === (move.store_id ?? null) &&
          row.region_id === (move.region_id ?? null) &&
          row.title === titleOf(row)
        return isSame ? 'same_post' : beganLater(row, at)
      },
    )
    await endPosts(ctx, taken, at, 'moved', move.reason)
    const posts = unnest(taken, {
      id: ['uuid', () => randomUUIDv7()],
      staff_id: ['uuid', (row) => row.id],
      title: ['text', titleOf],
    })
    await sql`insert into staff_post (tenant_id, ${posts.names}, store_id, region_id, from_at, actor)
      select ${ctx.tenantId}::uuid, ${posts.names}, ${move.store_id ?? null}::uuid, ${move.region_id ?? null}::uuid,
        ${at}, ${ctx.actor.name} from ${posts.rows}`.execute(ctx.pg)
    await told(ctx, 'staff.moved', taken, {
      after: { store_id: move.store_id ?? null, region_id: move.region_id ?? null },
      reason: move.reason,
    })
    return { changed: taken.length, refused }
  })
}

/** As one leaving: posts and sign-ins end; who may not be touched by the caller stays and is said. */
export function letStaffLeaveTogether(
  ctx: Ctx,
  leave: z.infer<typeof StaffLeave>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const at = timeOf(ctx, leave.at)
    const rows = await staffRows(ctx, leave.ids)
    const untouchable = await disableMembers(
      ctx,
      rows.flatMap((row) =>
        row.user_id === null || row.state === 'left' || beganLater(row, at) ? [] : row.user_id,
      ),
    )
    const { taken, refused } = sortOut(
      leave.ids,
      rows,
      (row) => row.id,
      'staff',
      (row) => {
        if (row.state === 'left') return 'staff_left'
        return (
          beganLater(row, at) ?? (row.user_id === null ? undefined : untouchable.get(row.user_id))
        )
      },
    )
    await endPosts(ctx, taken, at, 'left', leave.reason)
    await sql`update staff set state = 'left'
      where tenant_id = ${ctx.tenantId} and id = any(${taken.map((row) => row.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await told(ctx, 'staff.left', taken, { reason: leave.reason })
    return { changed: taken.length, refused }
  })
}

const beganLater = (row: StaffRow, at: Date) =>
  row.from_at !== null && at < row.from_at ? 'before_present_post' : undefined

async function endPosts(
  ctx: Ctx,
  staff: readonly StaffRow[],
  at: Date,
  by: 'moved' | 'left',
  reason: string,
): Promise<void> {
  await sql`update staff_post set to_at = ${at}, ended_by = ${by}, reason = ${reason}
    where tenant_id = ${ctx.tenantId} and staff_id = any(${staff.map((row) => row.id)}::uuid[]) and to_at is null`.execute(
    ctx.pg,
  )
}

async function told(
  ctx: Ctx,
  action: string,
  staff: readonly StaffRow[],
  details: Record<string, unknown>,
): Promise<void> {
  await sql`update staff set revision = revision + 1
    where tenant_id = ${ctx.tenantId} and id = any(${staff.map((row) => row.id)}::uuid[])`.execute(
    ctx.pg,
  )
  await auditAll(
    ctx,
    staff.map((row) => ({
      action,
      object: { kind: 'staff', id: row.id },
      details: {
        before: { store_id: row.store_id, region_id: row.region_id, title: row.title },
        ...details,
        together: staff.length,
      },
    })),
  )
}
