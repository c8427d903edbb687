// A private pool: made, worded, and live only when it says what it is for.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { getStaff } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { TOUCHPOINT_KINDS } from '../../profile/index.ts'
import { demandSound } from '../check.ts'
import { demandAudiences } from '../queries.ts'
import { Rule } from '../rule.ts'

/** What an objective is measured by; each is a figure of the pool. */
export const MEASURES = [
  'size',
  'reachable',
  'two_live',
  'locked_in',
  'attained',
  'orders',
  'amount_fen',
] as const
export const Objective = z
  .object({
    text: z.string().trim().min(1).max(500),
    measure: z.enum(MEASURES),
    target: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    until: z.iso.date(),
  })
  .strict()
export type Objective = z.infer<typeof Objective>

const Long = z.string().trim().max(2_000)
export const PoolFields = z
  .object({
    name: z.string().trim().min(1).max(100),
    description: Long,
    audience_id: z.uuid().nullable(),
    carriers: z.array(z.enum(TOUCHPOINT_KINDS)).max(TOUCHPOINT_KINDS.length),
    owner_id: z.uuid().nullable().describe('A staff member'),
    why_come: Long,
    why_stay: Long,
    behaviour: Rule.nullable().describe('Holds of who does what the pool is for'),
    behaviour_text: Long,
    short_objective: Objective.nullable(),
    long_objective: Objective.nullable(),
  })
  .strict()
export type PoolFields = z.infer<typeof PoolFields>

export interface Pool extends PoolFields {
  id: string
  state: 'draft' | 'live' | 'archived'
  revision: number
  created_at: Date
  created_by: string
  updated_at: Date
  updated_by: string
}

const COLUMNS =
  sql.raw(`name, description, audience_id, carriers, owner_id, why_come, why_stay, behaviour,
  behaviour_text, short_objective, long_objective`)
const actorOf = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`
const objectOf = (id: string) => ({ kind: 'pool', id })

export async function listPools(ctx: Ctx, state?: Pool['state']): Promise<Pool[]> {
  const { rows } = await sql<Pool>`
    select id, state, revision, created_at, created_by, updated_at, updated_by, ${COLUMNS} from pool
    where tenant_id = ${ctx.tenantId} and ${state ? sql`state = ${state}` : sql`state <> 'archived'`}
    order by created_at, id`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getPool(ctx: Ctx, id: string, lock = false): Promise<Pool> {
  const { rows } = await sql<Pool>`
    select id, state, revision, created_at, created_by, updated_at, updated_by, ${COLUMNS} from pool
    where tenant_id = ${ctx.tenantId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('pool')
  return rows[0]
}

const EMPTY: PoolFields = {
  name: '',
  description: '',
  audience_id: null,
  carriers: [],
  owner_id: null,
  why_come: '',
  why_stay: '',
  behaviour: null,
  behaviour_text: '',
  short_objective: null,
  long_objective: null,
}

const valuesOf = (f: PoolFields) => {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value))
  return sql`${f.name}, ${f.description}, ${f.audience_id}::uuid, ${f.carriers}::text[], ${f.owner_id}::uuid, ${f.why_come},
    ${f.why_stay}, ${json(f.behaviour)}::jsonb, ${f.behaviour_text}, ${json(f.short_objective)}::jsonb,
    ${json(f.long_objective)}::jsonb`
}

/** @throws 400 bad_rule, 404 of the audience or owner, 409 pool_name_taken */
export function createPool(
  ctx: Ctx,
  given: Partial<PoolFields> & { name: string },
): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    const fields = { ...EMPTY, ...given }
    await demandThere(ctx, fields)
    await freeName(ctx, fields.name, id)
    await sql`insert into pool (tenant_id, id, created_at, created_by, updated_at, updated_by, ${COLUMNS})
      values (${ctx.tenantId}, ${id}, ${ctx.now()}, ${actorOf(ctx)}, ${ctx.now()}, ${actorOf(ctx)}, ${valuesOf(fields)})`.execute(
      ctx.pg,
    )
    await audit(ctx, 'pool.created', objectOf(id), { ...given })
    return id
  })
}

/** @throws 409 edited_meanwhile, pool_incomplete when a live pool would lose what it needs */
export function editPool(
  ctx: Ctx,
  id: string,
  { revision, ...given }: Partial<PoolFields> & { revision: number },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const held = await getPool(ctx, id, true)
    if (held.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody changed this pool meanwhile', {
        revision: held.revision,
      })
    const fields = PoolFields.strip().parse({ ...held, ...given })
    await demandThere(ctx, fields)
    if (held.state === 'live') demandComplete(fields)
    if (given.name !== undefined) await freeName(ctx, fields.name, id)
    await sql`update pool set (${COLUMNS}) = (${valuesOf(fields)}), revision = revision + 1, updated_at = ${ctx.now()},
        updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'pool.edited', objectOf(id), { ...given })
  })
}

/** @throws 409 pool_incomplete naming what is missing */
export function setPoolState(
  ctx: Ctx,
  id: string,
  state: 'live' | 'draft' | 'archived',
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const held = await getPool(ctx, id, true)
    if (held.state === state) return
    if (state === 'live') {
      demandComplete(held)
      await demandKept(ctx, held.audience_id)
    }
    await sql`update pool set state = ${state}, revision = revision + 1, updated_at = ${ctx.now()},
        updated_by = ${actorOf(ctx)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, `pool.${state}`, objectOf(id), { from: held.state })
  })
}

/** What a pool must say before it goes live. */
const NEEDED = [
  'audience_id',
  'carriers',
  'owner_id',
  'why_come',
  'why_stay',
  'behaviour',
  'short_objective',
  'long_objective',
] as const

export const missingOf = (fields: PoolFields): string[] =>
  NEEDED.filter((name) => {
    const value = fields[name]
    return value === null || value === '' || (Array.isArray(value) && value.length === 0)
  })

function demandComplete(fields: PoolFields): void {
  const missing = missingOf(fields)
  if (missing.length > 0)
    throw conflict('pool_incomplete', `A pool goes live with: ${missing.join(', ')}`, { missing })
}

async function demandKept(ctx: Ctx, audienceId: string | null): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from audience where tenant_id = ${ctx.tenantId} and id = ${audienceId} for share`.execute(
    ctx.pg,
  )
  if (rows[0]?.state !== 'live')
    throw conflict(
      'pool_audience_not_live',
      'Its audience is not live: nobody would be in the pool',
    )
}

async function demandThere(ctx: Ctx, fields: PoolFields): Promise<void> {
  if (fields.audience_id !== null) await demandAudiences(ctx, [fields.audience_id])
  if (fields.owner_id !== null) await getStaff(ctx, fields.owner_id)
  if (fields.behaviour !== null) await demandSound(ctx, fields.behaviour)
}

async function freeName(ctx: Ctx, name: string, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`pools:${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows } = await sql`select 1 from pool
    where tenant_id = ${ctx.tenantId} and lower(name) = lower(${name}) and state <> 'archived' and id <> ${id}`.execute(
    ctx.pg,
  )
  if (rows.length > 0)
    throw conflict('pool_name_taken', 'Another pool has this name already', { name })
}

/** Pools that figures are told apart by: live, so each has its audience. */
export async function livePools(
  ctx: Ctx,
): Promise<{ id: string; name: string; audience: string }[]> {
  return (await listPools(ctx, 'live')).flatMap(({ id, name, audience_id }) =>
    audience_id === null ? [] : [{ id, name, audience: audience_id }],
  )
}
