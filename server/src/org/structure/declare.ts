// Codes that data speaks of become stores or staff, many at once. Each is called by its code until
// somebody gives it a name.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../../platform/audit.ts'
import { type BatchAnswer, BatchNames, type Refused } from '../../platform/batch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { demandPlaces, lockStructure, timeOf } from './rows.ts'
import { Code, StoreKind, whereTo } from './shapes.ts'

export const StoresDeclared = z.object({
  codes: BatchNames,
  set: z.object({ region_id: z.uuid().nullish(), kind: StoreKind.default('direct') }),
})
export const StaffDeclared = z.object({ codes: BatchNames, set: z.object(whereTo) })

export function declareStores(
  ctx: Ctx,
  { codes, set }: z.infer<typeof StoresDeclared>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    await demandPlaces(ctx, { regionId: set.region_id })
    const { made, refused } = await sortOutCodes(ctx, 'store', codes)
    const u = rowsOf(made)
    await sql`insert into store (tenant_id, ${u.names}, region_id, kind, address, created_at)
      select ${ctx.tenantId}::uuid, ${u.names}, ${set.region_id ?? null}::uuid, ${set.kind}, '', ${ctx.now()}::timestamptz
      from ${u.rows}`.execute(ctx.pg)
    await told(ctx, 'store', made, set)
    return { changed: made.length, refused }
  })
}

/** Their posts begin now, or when the body says. */
export function declareStaff(
  ctx: Ctx,
  { codes, set }: z.infer<typeof StaffDeclared>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    await demandPlaces(ctx, { storeId: set.store_id, regionId: set.region_id })
    const at = timeOf(ctx, set.at)
    const { made, refused } = await sortOutCodes(ctx, 'staff', codes)
    const u = rowsOf(made)
    await sql`insert into staff (tenant_id, ${u.names}, created_at)
      select ${ctx.tenantId}::uuid, ${u.names}, ${ctx.now()}::timestamptz from ${u.rows}`.execute(
      ctx.pg,
    )
    const posts = unnest(made, {
      id: ['uuid', () => randomUUIDv7()],
      staff_id: ['uuid', (row) => row.id],
    })
    await sql`insert into staff_post (tenant_id, ${posts.names}, store_id, region_id, title, from_at, actor)
      select ${ctx.tenantId}::uuid, ${posts.names}, ${set.store_id ?? null}::uuid, ${set.region_id ?? null}::uuid,
        ${set.title}, ${at}::timestamptz, ${ctx.actor.name} from ${posts.rows}`.execute(ctx.pg)
    await told(ctx, 'staff', made, set)
    return { changed: made.length, refused }
  })
}

interface Made {
  id: string
  code: string
}

async function sortOutCodes(
  ctx: Ctx,
  table: 'store' | 'staff',
  codes: readonly string[],
): Promise<{ made: Made[]; refused: Refused[] }> {
  const { rows } = await sql<{ code: string }>`select code from ${sql.table(table)}
    where tenant_id = ${ctx.tenantId} and code = any(${[...codes]}::text[])`.execute(ctx.pg)
  const held = new Set(rows.map(({ code }) => code))
  const made: Made[] = []
  const refused: Refused[] = []
  for (const code of codes) {
    // A code is what data says to the letter, so one that would have to be mended stays unknown.
    if (Code.safeParse(code).data !== code) refused.push({ id: code, code: 'code_unusable' })
    else if (held.has(code)) refused.push({ id: code, code: `${table}_code_taken` })
    else made.push({ id: randomUUIDv7(), code })
  }
  return { made, refused }
}

const rowsOf = (made: readonly Made[]) =>
  unnest(made, {
    id: ['uuid', (row) => row.id],
    code: ['text', (row) => row.code],
    name: ['text', (row) => row.code],
  })

const told = (
  ctx: Ctx,
  kind: 'store' | 'staff',
  made: readonly Made[],
  set: Record<string, unknown>,
): Promise<void> =>
  auditAll(
    ctx,
    made.map(({ id, code }) => ({
      action: `${kind}.created`,
      object: { kind, id },
      details: { after: { code, name: code, ...set }, together: made.length },
    })),
  )
