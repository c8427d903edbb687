// Statements kept under a name, and what an analyst asked lately.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { demand } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid, notFound } from '../../platform/errors.ts'
import type { SavedSqlInput } from './shape.ts'

/** What somebody asked is kept so many statements back. */
const KEPT = 200

export interface SavedSqlRow {
  id: string
  name: string
  text: string
  chart: SavedSqlInput['chart']
  created_at: Date
  created_by: string
  updated_at: Date
  updated_by: string
}
export interface AskedSqlRow {
  id: string
  asked_at: Date
  text: string
  rows: number | null
  seconds: number | null
  error: string | null
}

const who = ({ actor }: Ctx) => `${actor.kind}:${actor.id}`

export async function listSql(ctx: Ctx): Promise<SavedSqlRow[]> {
  const { rows } = await sql<SavedSqlRow>`
    select id, name, text, chart, created_at, created_by, updated_at, updated_by from saved_sql
    where tenant_id = ${ctx.tenantId} order by lower(name), id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getSql(ctx: Ctx, id: string): Promise<SavedSqlRow> {
  const found = (await listSql(ctx)).find((one) => one.id === id)
  if (!found) throw notFound('saved_sql')
  return found
}

/** @param already what stands there stays, whoever changes the rest. @throws 400 unknown_statements */
export async function demandKept(
  ctx: Ctx,
  ids: readonly string[],
  already: ReadonlySet<string>,
): Promise<void> {
  const asked = ids.filter((id) => !already.has(id))
  if (asked.length === 0) return
  demand(ctx.actor, 'sql:query')
  const known = new Set((await listSql(ctx)).map(({ id }) => id))
  const missing = asked.filter((id) => !known.has(id))
  if (missing.length > 0)
    throw invalid('unknown_statements', 'There are no such statements', { ids: missing })
}

/** @throws 409 name_taken */
export function saveSql(
  ctx: Ctx,
  id: string | undefined,
  input: SavedSqlInput,
): Promise<SavedSqlRow> {
  return inTx(ctx, async (ctx) => {
    const before = id === undefined ? undefined : await getSql(ctx, id)
    const own = id ?? randomUUIDv7()
    const { rows } = await sql`
      insert into saved_sql (tenant_id, id, name, text, chart, created_at, created_by, updated_at, updated_by)
      select ${ctx.tenantId}::uuid, ${own}::uuid, ${input.name}, ${input.text}, ${input.chart ? JSON.stringify(input.chart) : null}::jsonb,
        ${ctx.now()}::timestamptz, ${who(ctx)}, ${ctx.now()}::timestamptz, ${who(ctx)}
      where not exists (select from saved_sql
        where tenant_id = ${ctx.tenantId} and lower(name) = lower(${input.name}) and id <> ${own})
      on conflict (tenant_id, id) do update set name = excluded.name, text = excluded.text, chart = excluded.chart,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
      returning id`.execute(ctx.pg)
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another statement has this name')
    await audit(
      ctx,
      before ? 'saved_sql.changed' : 'saved_sql.created',
      { kind: 'saved_sql', id: own },
      {
        ...(before && { before: { name: before.name, text: before.text } }),
        after: { name: input.name, text: input.text },
      },
    )
    return getSql(ctx, own)
  })
}

export function removeSql(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await getSql(ctx, id)
    await sql`delete from saved_sql where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'saved_sql.removed',
      { kind: 'saved_sql', id },
      {
        before: { name: before.name, text: before.text },
      },
    )
  })
}

export async function rememberAsked(
  ctx: Ctx,
  asked: Omit<AskedSqlRow, 'id' | 'asked_at'>,
): Promise<void> {
  await sql`insert into sql_history (tenant_id, id, asked_by, asked_at, text, rows, seconds, error)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${who(ctx)}, ${ctx.now()}, ${asked.text}, ${asked.rows}, ${asked.seconds}, ${asked.error})`.execute(
    ctx.pg,
  )
  await sql`delete from sql_history where tenant_id = ${ctx.tenantId} and asked_by = ${who(ctx)} and id < (
    select id from sql_history where tenant_id = ${ctx.tenantId} and asked_by = ${who(ctx)}
    order by id desc offset ${KEPT - 1} limit 1)`.execute(ctx.pg)
}

export async function askedLately(ctx: Ctx): Promise<AskedSqlRow[]> {
  const { rows } = await sql<AskedSqlRow>`
    select id, asked_at, text, rows, seconds, error from sql_history
    where tenant_id = ${ctx.tenantId} and asked_by = ${who(ctx)} order by id desc limit ${KEPT}`.execute(
    ctx.pg,
  )
  return rows
}
