// Who is in the pipeline, and every move of hers.
import { randomUUIDv7 } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { possibleOwners } from '../../desk/index.ts'
import { canonicalOf } from '../../identity/index.ts'
import { customerScope, demandCustomersInScope } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { invalid, notFound } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import type { KocChange, KocOrigin, NewKocs, Stage } from './shape.ts'

const actorOf = (ctx: Ctx) => `${ctx.actor.kind}:${ctx.actor.id}`

export interface KocRow {
  id: string
  customer: number
  stage: Stage
  origin: KocOrigin
  owner_id: string | null
  owner_name: string | null
  next_step: string
  next_on: string | null
  is_overdue: boolean
  since: Date
  created_at: Date
  updated_at: Date
}

/** After a merge she may stand here twice: the row that was moved last counts. */
const mine = (ctx: Ctx) => {
  const seen = customerScope(ctx, 'c.canonical_id')
  return sql`select distinct on (c.canonical_id) k.*, c.canonical_id as customer from koc k
    join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
    where k.tenant_id = ${ctx.tenantId} and ${seen ?? sql`true`}
    order by c.canonical_id, k.updated_at desc, k.id desc`
}

export interface KocFilter {
  stage?: Stage | undefined
  owner_id?: string | undefined
  overdue?: boolean | undefined
}

const dueOf = async (ctx: Ctx): Promise<RawBuilder<unknown>> => {
  const { zone } = await brandOf(ctx)
  return sql`(k.stage <> 'retired' and k.next_on is not null
    and k.next_on < (${ctx.now()}::timestamptz at time zone ${zone})::date)`
}
const matches = (filter: KocFilter, due: RawBuilder<unknown>) =>
  sql`${filter.stage ? sql`k.stage = ${filter.stage}` : sql`true`}
    and ${filter.owner_id ? sql`k.owner_id = ${filter.owner_id}::uuid` : sql`true`}
    and ${filter.overdue ? due : sql`true`}`

export async function countRows(ctx: Ctx, filter: KocFilter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${mine(ctx)}) k
    where ${matches(filter, await dueOf(ctx))}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

/** Whose next step is overdue come first, by its day; then those who moved last. */
export async function listRows(
  ctx: Ctx,
  filter: KocFilter,
  page: { limit: number; after?: readonly [string, string, string] | undefined },
): Promise<(KocRow & { position: [string, string, string] })[]> {
  const due = await dueOf(ctx)
  const first = sql`case when ${due} then k.next_on::text else '9999-12-31' end`
  const after = page.after
    ? sql`(${first} > ${page.after[0]} or (${first} = ${page.after[0]} and (k.updated_at < ${page.after[1]}::timestamptz
        or (k.updated_at = ${page.after[1]}::timestamptz and k.id > ${page.after[2]}::uuid))))`
    : sql`true`
  const { rows } = await sql<KocRow & { one: string }>`
    select k.id, k.customer, k.stage, k.origin, k.owner_id, u.name as owner_name, k.next_step, k.next_on::text as next_on,
      ${due} as is_overdue, k.created_at, k.updated_at, ${first} as one,
      coalesce((select s.at from koc_step s where s.tenant_id = k.tenant_id and s.koc_id = k.id order by s.id desc limit 1), k.created_at) as since
    from (${mine(ctx)}) k left join app_user u on u.id = k.owner_id
    where ${matches(filter, due)} and ${after}
    order by one, k.updated_at desc, k.id limit ${page.limit}`.execute(ctx.pg)
  return rows.map(({ one, ...row }) => ({
    ...row,
    position: [one, row.updated_at.toISOString(), row.id],
  }))
}

/** @throws 400 for who may not own one */
async function demandOwner(ctx: Ctx, owner: string | null | undefined): Promise<void> {
  if (owner && !(await possibleOwners(ctx)).some(({ id }) => id === owner))
    throw invalid('not_an_owner', 'This person may not own customers of the pipeline')
}

/** @throws 404 for a customer who is not there or not seen */
export function addKocs(ctx: Ctx, given: NewKocs): Promise<{ added: number; already: number }> {
  return inTx(ctx, async (ctx) => {
    const asked = [...new Set(given.customers)]
    const canonical = await canonicalOf(ctx, asked)
    const customers = [...new Set(asked.map((id) => canonical.get(id)))]
    if (customers.some((id) => id === undefined)) throw notFound('customer')
    const ids = customers as number[]
    await demandCustomersInScope(ctx, ids)
    await demandOwner(ctx, given.owner_id)
    const { rows: new_ } = await sql<{ id: string; node_id: number }>`
      insert into koc (tenant_id, id, node_id, stage, origin, owner_id, next_step, next_on, created_at, updated_at)
      select ${ctx.tenantId}::uuid, n.id, n.node_id, 'discovered', ${given.origin}::text, ${given.owner_id}::uuid,
        ${given.next_step}::text, ${given.next_on}::date, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
      from unnest(${ids.map(() => randomUUIDv7())}::uuid[], ${ids}::bigint[]) as n (id, node_id)
      where not exists (select 1 from koc k join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
        where k.tenant_id = ${ctx.tenantId} and c.canonical_id = n.node_id)
      on conflict (tenant_id, node_id) do nothing returning id, node_id`.execute(ctx.pg)
    await noteSteps(
      ctx,
      new_.map(({ id }) => ({ id, from: null, to: 'discovered' })),
      '',
    )
    if (new_.length > 0)
      await audit(
        ctx,
        'koc.added',
        { kind: 'koc', id: new_.length === 1 ? (new_[0]?.id ?? '') : String(new_.length) },
        { customers: new_.map(({ node_id }) => node_id), origin: given.origin },
      )
    return { added: new_.length, already: ids.length - new_.length }
  })
}

/** All of them or none. @throws 404 where one is not there or not seen */
export function changeKocs(ctx: Ctx, given: KocChange): Promise<{ changed: number }> {
  return inTx(ctx, async (ctx) => {
    const { ids, note, ...set } = given
    await demandOwner(ctx, set.owner_id)
    const { rows: before } = await sql<{ id: string; stage: Stage; customer: number }>`
      select k.id, k.stage, c.canonical_id as customer from koc k
      join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
      where k.tenant_id = ${ctx.tenantId} and k.id = any(${ids}::uuid[]) for update of k`.execute(
      ctx.pg,
    )
    if (before.length < new Set(ids).size) throw notFound('koc')
    await demandCustomersInScope(
      ctx,
      before.map(({ customer }) => customer),
    )
    const changes = [
      ...(set.stage === undefined ? [] : [sql`stage = ${set.stage}`]),
      ...(set.owner_id === undefined ? [] : [sql`owner_id = ${set.owner_id}::uuid`]),
      ...(set.next_step === undefined ? [] : [sql`next_step = ${set.next_step}`]),
      ...(set.next_on === undefined ? [] : [sql`next_on = ${set.next_on}::date`]),
    ]
    if (changes.length === 0) throw invalid('nothing_changed', 'Say what is to change')
    await sql`update koc set ${sql.join(changes)}, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`.execute(ctx.pg)
    const { stage } = set
    if (stage !== undefined)
      await noteSteps(
        ctx,
        before
          .filter((one) => one.stage !== stage)
          .map((one) => ({ id: one.id, from: one.stage, to: stage })),
        note,
      )
    await audit(
      ctx,
      'koc.changed',
      { kind: 'koc', id: ids.length === 1 ? `${ids[0]}` : String(ids.length) },
      { before: before.map(({ id, stage }) => ({ id, stage })), after: set, note },
    )
    return { changed: before.length }
  })
}

async function noteSteps(
  ctx: Ctx,
  moves: readonly { id: string; from: Stage | null; to: Stage }[],
  note: string,
): Promise<void> {
  if (moves.length === 0) return
  await sql`insert into koc_step (tenant_id, id, koc_id, at, from_stage, to_stage, note, by, by_name)
    select ${ctx.tenantId}::uuid, m.id, m.koc_id, ${ctx.now()}::timestamptz, m.from_stage, m.to_stage, ${note}::text,
      ${actorOf(ctx)}::text, ${ctx.actor.name}::text
    from unnest(${moves.map(() => randomUUIDv7())}::uuid[], ${moves.map(({ id }) => id)}::uuid[],
      ${moves.map(({ from }) => from)}::text[], ${moves.map(({ to }) => to)}::text[])
      as m (id, koc_id, from_stage, to_stage)`.execute(ctx.pg)
}

/** @throws 404 */
export async function stepsOf(ctx: Ctx, id: string) {
  const { rows: found } = await sql<{ customer: number }>`
    select c.canonical_id as customer from koc k join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
    where k.tenant_id = ${ctx.tenantId} and k.id = ${id}`.execute(ctx.pg)
  if (!found[0]) throw notFound('koc')
  await demandCustomersInScope(ctx, [found[0].customer])
  const { rows } = await sql<{
    id: string
    at: Date
    from_stage: Stage | null
    to_stage: Stage
    note: string
    by_name: string
  }>`select id, at, from_stage, to_stage, note, by_name from koc_step
    where tenant_id = ${ctx.tenantId} and koc_id = ${id} order by id desc`.execute(ctx.pg)
  return { items: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })) }
}

/** Customers who stand in the pipeline, retired ones too: nobody is found twice. */
export async function standing(ctx: Ctx): Promise<number[]> {
  const { rows } = await sql<{ customer: number }>`
    select distinct c.canonical_id as customer from koc k
    join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
    where k.tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows.map(({ customer }) => customer)
}

export interface StageRow {
  stage: Stage
  here: number
  came: number
  median_days: number | null
  overdue: number
}

/**
 * How many came how far: whoever stands further on has passed what lies before. Retired customers came as
 * far as their moves say.
 */
export async function stageRows(ctx: Ctx, stages: readonly Stage[]): Promise<StageRow[]> {
  const { zone } = await brandOf(ctx)
  const { rows } = await sql<StageRow>`
    with mine as (${mine(ctx)}),
    place as (select stage, n::int from unnest(${[...stages]}::text[]) with ordinality as p (stage, n)),
    step as (select s.koc_id, p.n, min(s.at) as at from koc_step s join place p on p.stage = s.to_stage
      where s.tenant_id = ${ctx.tenantId} and s.koc_id in (select id from mine) group by s.koc_id, p.n),
    far as (select koc_id, max(n) filter (where n < ${stages.length}) as n from step group by koc_id)
    select p.stage, (select count(*)::int from mine m where m.stage = p.stage) as here,
      (select count(*)::int from far f where case when p.n = ${stages.length}
        then exists (select 1 from step s where s.koc_id = f.koc_id and s.n = p.n) else f.n >= p.n end) as came,
      (select percentile_cont(0.5) within group (order by extract(epoch from s.at - b.at) / 86400)
        from step s join step b on b.koc_id = s.koc_id and b.n = p.n - 1 and b.at <= s.at where s.n = p.n)::float8 as median_days,
      (select count(*)::int from mine m where m.stage = p.stage and m.stage <> 'retired'
        and m.next_on < (${ctx.now()}::timestamptz at time zone ${zone})::date) as overdue
    from place p order by p.n`.execute(ctx.pg)
  return rows
}

/** The standing figures of those who are active, as the last reckoning of scores measured them. */
export async function measuredOf(
  ctx: Ctx,
  customers: readonly number[],
): Promise<
  Map<
    number,
    { score: number | null; diffusion: number | null; measures: { code: string; value: number }[] }
  >
> {
  if (customers.length === 0) return new Map()
  const { rows } = await sql<{
    customer: number
    evidence: {
      score: number | null
      dimensions: { diffusion?: number }
      measures: { code: string; value: number }[]
    }
  }>`
    select distinct on (c.canonical_id) c.canonical_id as customer, e.evidence from super_user_evidence e
    join customer c on c.tenant_id = e.tenant_id and c.id = e.node_id
    where e.tenant_id = ${ctx.tenantId} and c.canonical_id = any(${[...customers]}::bigint[])
    order by c.canonical_id, c.id = c.canonical_id desc`.execute(ctx.pg)
  return new Map(
    rows.map(({ customer, evidence }) => [
      customer,
      {
        score: evidence.score,
        diffusion: evidence.dimensions.diffusion ?? null,
        measures: evidence.measures,
      },
    ]),
  )
}
