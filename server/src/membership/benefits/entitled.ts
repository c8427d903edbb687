// Which benefits a customer has now: those of what she holds, of each kind the best and what stacks on it.
import { type RawBuilder, sql } from 'kysely'
import { verifiedNodesOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { done, together } from '../../platform/together.ts'
import { LADDERS, type Ladder } from '../levels/rules.ts'
import { replayedAlone } from '../levels/stand.ts'
import { asVersions, versionsOf } from '../levels/versions.ts'
import type { Benefit } from './benefits.ts'
import { depositsNow } from './depositors.ts'
import { KINDS, type KindCode } from './kinds/index.ts'
import { closedTo } from './trials.ts'

export interface Entitled
  extends Pick<
    Benefit,
    | 'code'
    | 'kind'
    | 'name'
    | 'name_en'
    | 'args'
    | 'stacks'
    | 'per_customer'
    | 'period'
    | 'unit_cost_fen'
  > {
  /** What is left in this period; null: no end. */
  left: number | null
  /** By what she has it. */
  by: { holder: string; holder_code: string }[]
}

/** The period a moment lies in, in the brand's zone. */
export const periodSql = (at: Date) => sql<string>`case b.period
  when 'day' then to_char(${at}::timestamptz at time zone t.timezone, 'YYYY-MM-DD')
  when 'month' then to_char(${at}::timestamptz at time zone t.timezone, 'YYYY-MM')
  when 'year' then to_char(${at}::timestamptz at time zone t.timezone, 'YYYY')
  else '' end`

/** All of them, used up or not. `customer` may be any of her nodes. */
export const entitledTo = async (ctx: Ctx, customer: number): Promise<Entitled[]> =>
  (await standingOf(ctx, customer)).entitled

export interface Standing {
  /** Of growth, those whose grace runs included. */
  levels: string[]
  entitled: Entitled[]
  /** Experiments that try benefits she holds, hers or not. */
  tried: ReadonlySet<string>
  /** Whose levels, cards and stored value these are. */
  nodes: number[]
}
interface Row {
  customer: number | null
  levels: string[]
  entitled: (Entitled & { tried_by: string | null })[]
  nodes: number[]
}
interface HeldLevel {
  ladder: Ladder
  level: string
}

/**
 * What she holds, and what that, her cards and her stored value bring. To a customer who stands before the shop
 * herself only what is proved to be hers: of a group that a public key's claim has widened, what her own nodes come to
 * alone. Of benefits that are tried she has those of her arm, and to be asked is to meet it.
 */
export async function standingOf(ctx: Ctx, customer: number): Promise<Standing> {
  const row = await heldNow(ctx, customer)
  if (row.customer === null) return { levels: [], entitled: [], tried: new Set(), nodes: [] }
  const { customer: person, levels, entitled: benefits, nodes } = row
  const isClosed = await closedTo(ctx, [{ customer: person, benefits }])
  return {
    ...{ levels, nodes },
    entitled: benefits
      .filter(({ code }) => !isClosed(person, code))
      .map(({ tried_by: _, ...mine }) => mine),
    tried: new Set(benefits.flatMap(({ tried_by }) => tried_by ?? [])),
  }
}

async function heldNow(ctx: Ctx, customer: number): Promise<Row> {
  const all = await heldBy(ctx, customer)
  if (ctx.actor.kind !== 'customer') return all
  const alone = await aloneOf(ctx, Number(ctx.actor.id), all.nodes)
  return alone ? heldBy(ctx, customer, alone) : all
}

export interface Alone {
  nodes: readonly number[]
  levels: readonly HeldLevel[]
}
/**
 * What is proved to be of this node's customer, where her group is more than that; undefined: all of it is hers.
 * @param group all nodes of her group
 */
export async function aloneOf(
  ctx: Ctx,
  node: number,
  group: readonly number[],
): Promise<Alone | undefined> {
  if (group.length < 2) return undefined
  const own = new Set(await verifiedNodesOf(ctx, node))
  const nodes = group.filter((id) => own.has(id))
  if (nodes.length === group.length) return undefined
  return { nodes, levels: await levelsAlone(ctx, nodes) }
}

/** The levels that these nodes would hold without the others of their group. */
async function levelsAlone(ctx: Ctx, nodes: readonly number[]): Promise<HeldLevel[]> {
  const held: HeldLevel[] = []
  for (const ladder of LADDERS) {
    const versions = asVersions(await versionsOf(ctx, ladder))
    const now = ctx.now().getTime()
    const standing = (await replayedAlone(ctx, ladder, nodes, versions, now))?.standing
    if (standing) held.push({ ladder, level: standing.level })
  }
  return held
}

/** As rows of a ladder and a level. */
export const levelRows = ({ levels }: Alone) =>
  sql`select l.ladder, l.level from jsonb_to_recordset(${JSON.stringify(levels)}::jsonb) as l (ladder text, level text)`

const NOTHING: Row = { customer: null, levels: [], entitled: [], nodes: [] }

/** @param alone of her group these nodes only, which hold these levels; absent: all of it, as it stands */
const heldBy = async (ctx: Ctx, customer: number, alone?: Alone): Promise<Row> =>
  alone ? ((await heldByAll(ctx, [customer], alone))[0] ?? NOTHING) : heldTogether(ctx, customer)

/** Who asks at the same moment is looked up with her. */
const heldTogether = together(
  async (ctx, customers: readonly number[]) => (await heldByAll(ctx, customers)).map(done),
  () => true,
)

/** In the order in which they are given. */
async function heldByAll(ctx: Ctx, customers: readonly number[], alone?: Alone): Promise<Row[]> {
  // A list as JSON: a list of any length is as long to the planner, so that it plans once.
  const asked = JSON.stringify(customers.map((customer, place) => ({ customer, place })))
  const { rows } = await sql<Row & { place: number }>`
    select w.place, x.* from jsonb_to_recordset(${asked}::jsonb) as w (customer bigint, place int)
    cross join lateral (${holdings(ctx, sql`w.customer`, alone)}) x`.execute(ctx.pg)
  const byPlace = new Map(rows.map(({ place, ...row }) => [place, row]))
  return customers.map((_, place) => byPlace.get(place) ?? NOTHING)
}

/** One row. */
function holdings(ctx: Ctx, customer: RawBuilder<unknown>, alone?: Alone): RawBuilder<unknown> {
  const now = ctx.now()
  const levels = alone
    ? levelRows(alone)
    : sql`select s.ladder, s.level from level_standing s
        where s.tenant_id = ${ctx.tenantId} and s.node_id in (select canonical_id from mine)`
  return sql`with mine as materialized (
      select o.id, o.canonical_id from customer c
      join customer o on o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id
      where c.tenant_id = ${ctx.tenantId} and c.id = ${customer}
        and ${alone ? sql`o.id = any(${[...alone.nodes]}::bigint[])` : sql`true`}),
    held as materialized (
      select case s.ladder when 'growth' then 'level' else 'fan' end as holder, s.level as holder_code
      from (${levels}) s
      union
      select 'card', d.plan_code from card d
      where d.tenant_id = ${ctx.tenantId} and d.node_id in (select id from mine)
        and d.state in ('active', 'cancelled') and d.starts_at <= ${now} and d.ends_at > ${now}
      union
      ${depositsNow(ctx, sql`select id from mine`)}),
    entitled as (select b.code, b.kind, b.name, b.name_en, b.args, b.stacks, b.per_customer, b.period, b.unit_cost_fen,
      b.tried_by, least(b.uses_limit - b.used, b.per_customer - coalesce((
        select sum(a.used) from benefit_allowance a where a.tenant_id = b.tenant_id and a.benefit_code = b.code
          and a.node_id in (select id from mine) and a.period = ${periodSql(now)}), 0))::int as left,
      jsonb_agg(jsonb_build_object('holder', h.holder, 'holder_code', h.holder_code) order by h.holder, h.holder_code) as by
    from held join benefit_holder h on h.tenant_id = ${ctx.tenantId} and h.holder = held.holder and h.holder_code = held.holder_code
    join benefit b on b.tenant_id = h.tenant_id and b.code = h.benefit_code and not b.is_retired
    join tenant t on t.id = b.tenant_id
    group by b.tenant_id, b.code, t.timezone)
    select (select canonical_id from mine limit 1) as customer,
      array(select holder_code from held where holder = 'level' order by 1) as levels,
      coalesce((select jsonb_agg(id order by id) from mine), '[]') as nodes,
      coalesce((select jsonb_agg(to_jsonb(e) order by e.kind, e.code) from entitled e), '[]') as entitled`
}

export const strengthOf = (benefit: Pick<Benefit, 'kind' | 'args'>): number =>
  (KINDS[benefit.kind].strength as (args: unknown) => number)(benefit.args)

/** Pure: of a kind the best one that does not stack, and every one that does. */
export function bestOf<B extends Pick<Benefit, 'kind' | 'args' | 'stacks' | 'code'>>(
  kind: KindCode,
  benefits: readonly B[],
): B[] {
  const mine = benefits.filter((benefit) => benefit.kind === kind)
  const [best] = mine
    .filter((benefit) => !benefit.stacks)
    .sort((a, b) => strengthOf(b) - strengthOf(a) || (a.code < b.code ? -1 : 1))
  return [...(best ? [best] : []), ...mine.filter((benefit) => benefit.stacks)]
}

export const isLeft = ({ left }: Pick<Entitled, 'left'>) => left === null || left > 0
