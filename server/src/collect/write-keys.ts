// Write keys: what events come in under. Client keys are public, server keys are believed.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { describeKey, makeKey, type NewKey } from '../platform/keys.ts'
import type { Pg } from '../platform/pg.ts'

export type WriteKeyKind = 'client' | 'server'
export interface WriteKeyRow {
  id: string
  name: string
  kind: WriteKeyKind
  hint: string
  created_at: Date
  created_by: string
  last_used_at: Date | null
  revoked_at: Date | null
}
const columns = sql`id, name, kind, hint, created_at, created_by, last_used_at, revoked_at`

interface NewWriteKey {
  name: string
  kind: WriteKeyKind
}

/** The secret is in the answer and nowhere else. */
export function createWriteKey(
  ctx: Ctx,
  input: NewWriteKey,
): Promise<{ key: WriteKeyRow; secret: string }> {
  return inTx(ctx, async (ctx) => {
    const made = makeKey('hfw_')
    const key = await insertWriteKey(ctx, input, made)
    if (!key) throw new Error('two random keys were the same')
    return { key, secret: made.secret }
  })
}

/** The key given in the settings: made at the first start, left alone at every other. */
export function ensureWriteKey(ctx: Ctx, secret: string): Promise<WriteKeyRow | undefined> {
  return inTx(ctx, (ctx) =>
    insertWriteKey(ctx, { name: 'server', kind: 'server' }, describeKey(secret)),
  )
}

async function insertWriteKey(
  ctx: Ctx,
  input: NewWriteKey,
  key: NewKey,
): Promise<WriteKeyRow | undefined> {
  const { rows } = await sql<WriteKeyRow>`
    insert into write_key (tenant_id, id, name, kind, hash, hint, created_at, created_by)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${input.name}, ${input.kind}, ${key.hash}, ${key.hint},
      ${ctx.now()}, ${ctx.actor.name})
    on conflict (hash) do nothing
    returning ${columns}`.execute(ctx.pg)
  const row = rows[0]
  if (row)
    await audit(
      ctx,
      'write_key.created',
      { kind: 'write_key', id: row.id },
      {
        after: { name: row.name, kind: row.kind, prefix: row.hint },
      },
    )
  return row
}

export async function listWriteKeys(ctx: Ctx): Promise<WriteKeyRow[]> {
  const { rows } = await sql<WriteKeyRow>`
    select ${columns} from write_key where tenant_id = ${ctx.tenantId}
    order by revoked_at is not null, created_at desc, id`.execute(ctx.pg)
  return rows
}

/** Ends them within the seconds that listeners remember keys; again changes nothing. */
export function revokeWriteKeys(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<WriteKeyRow>`
      select ${columns} from write_key
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) for update`.execute(
      ctx.pg,
    )
    const { taken, refused } = sortOut(ids, rows, (key) => key.id, 'write_key')
    const live = taken.filter((key) => !key.revoked_at)
    await sql`update write_key set revoked_at = ${ctx.now()}, revoked_by = ${ctx.actor.name}
      where tenant_id = ${ctx.tenantId} and id = any(${live.map((key) => key.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await auditAll(
      ctx,
      live.map(({ id, name, kind }) => ({
        action: 'write_key.revoked',
        object: { kind: 'write_key', id },
        details: { before: { name, kind } },
      })),
    )
    return { changed: live.length, refused }
  })
}

/** @throws 404 */
export async function revokeWriteKey(ctx: Ctx, id: string): Promise<void> {
  const { refused } = await revokeWriteKeys(ctx, [id])
  if (refused.length > 0) throw notFound('write_key')
}

/** At most once a minute a key, however many events it brings. */
export async function touchWriteKey(pg: Pg, tenantId: string, id: string): Promise<void> {
  await sql`update write_key set last_used_at = now()
    where tenant_id = ${tenantId} and id = ${id}
      and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(pg)
}
