// NPS by the unit that answers for a customer: her store, its region, or her guide; and how many of its
// detractors still wait.
import { sql as pgSql } from 'kysely'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { refusePast } from '../gate/past.ts'

const UNITS = ['store', 'guide', 'region'] as const
type Unit = (typeof UNITS)[number]
const isUnit = (by: string): by is Unit => (UNITS as readonly string[]).includes(by)

export interface UnitReading {
  by: Unit | undefined
  /** What units are called, by code. */
  names: ReadonlyMap<string, string>
  /** The region each store lies in. */
  regionOf: ReadonlyMap<string, string>
}

/** @throws 400 for what is no unit; 422 past_not_kept: who belonged where is not kept */
export function demandUnit(ctx: Ctx, by: string): void {
  if (!isUnit(by)) throw invalid('unknown_unit', `A unit is one of ${UNITS.join(', ')}`)
  if (ctx.until) refusePast(['belonging'])
}

export async function readUnits(ctx: Ctx, by: string | undefined): Promise<UnitReading> {
  if (by === undefined || !isUnit(by))
    return { by: undefined, names: new Map(), regionOf: new Map() }
  const [{ rows: names }, { rows: regions }] = await Promise.all([
    pgSql<{ code: string; name: string }>`
      select code, name from ${{ store: pgSql`store`, guide: pgSql`staff`, region: pgSql`region` }[by]}
      where tenant_id = ${ctx.tenantId}`.execute(ctx.pg),
    pgSql<{ store: string; region: string }>`
      select s.code as store, r.code as region from store s
      join region r on r.tenant_id = s.tenant_id and r.id = s.region_id
      where s.tenant_id = ${ctx.tenantId} order by s.code`.execute(ctx.pg),
  ])
  return {
    by,
    names: new Map(names.map(({ code, name }) => [code, name])),
    regionOf: new Map(regions.map(({ store, region }) => [store, region])),
  }
}

/** Rows (c, v): the unit each customer belongs to now. */
export function belongingRows({ by, regionOf }: UnitReading): Sql {
  const kind = by === 'guide' ? 'guide' : 'store'
  const of = [...regionOf]
  const unit =
    by === 'region'
      ? sql`transform(key, ${as(
          'Array(String)',
          of.map(([store]) => store),
        )}, ${as(
          'Array(String)',
          of.map(([, region]) => region),
        )}, '')`
      : sql`key`
  return sql`select ${CUSTOMER} as c, any(${unit}) as v from customer_state final
    where kind = ${as('String', kind)} group by c`
}

/** Of each unit the detractors of whom nobody has said that they were spoken with. */
export async function waitingBy(ctx: Ctx, segments: Sql): Promise<Map<string, number>> {
  const { rows: spoken } = await pgSql<{ customer: number }>`
    select distinct c.canonical_id as customer from nps_follow_up f
    join customer c on c.tenant_id = f.tenant_id and c.id = f.node_id
    where f.tenant_id = ${ctx.tenantId} and f.state <> 'open'`.execute(ctx.pg)
  const rows = await ctx.ch.rows<{ v: string; n: string }>(
    ctx.tenantId,
    sql`select v, count() as n from (${segments}) where class = 'detractors'
      and not has(${as(
        'Array(UInt32)',
        spoken.map(({ customer }) => customer),
      )}, c) group by v`,
  )
  return new Map(rows.map(({ v, n }) => [v, Number(n)]))
}
