// Values that a property, an attribute or an order line has had, the commonest first: what is offered
// while one is typed. What is personal is not offered to who sees it masked.
import { sql as pgSql } from 'kysely'
import { can } from '../platform/auth.ts'
import { as, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { loadHandlings } from '../profile/index.ts'
import { compiledRule } from './defined/defined.ts'
import { handlingOf } from './defined/handling.ts'
import { isDerivedName, isVirtualName } from './defined/written.ts'
import { EVENT_FIELDS, isOf, sortOf } from './event-sql.ts'
import { readingNow } from './reading.ts'

export interface KnownValue {
  value: string
  label: string
  /** Events, customers or lines that have it; of events and lines in the last 90 days. */
  count: number
}
export type ValuesOf =
  | { of: 'property'; event: string; name: string }
  | { of: 'attribute'; name: string }
  | { of: 'product' }
  | { of: 'category' }

const MOST = 50
const RECENT_MS = 90 * 86_400_000

/** @throws 403 sensitive_name for what rules may not ask of */
export async function knownValues(ctx: Ctx, asked: ValuesOf, q: string): Promise<KnownValue[]> {
  const since = sql`at >= ${as('DateTime64(3)', new Date(ctx.now().getTime() - RECENT_MS))}`
  const like = (text: Sql) =>
    q === '' ? sql`true` : sql`position(lowerUTF8(${text}), lowerUTF8(${as('String', q)})) > 0`
  switch (asked.of) {
    case 'property': {
      const { event, name } = asked
      if (isVirtualName(event) || isDerivedName(name)) return ofDefined(ctx, event, name, q, since)
      if (!(await mayShow(ctx, name))) return []
      const field = Object.hasOwn(EVENT_FIELDS, name)
        ? sql`${EVENT_FIELDS[name as keyof typeof EVENT_FIELDS]}`
        : sql`if(JSONType(props, ${as('String', name)}) = 'Array', '', trim(both '"' from JSONExtractRaw(props, ${as('String', name)})))`
      return counted(
        ctx,
        sql`select ${field} as value, '' as label, count() as n from event
          where name = ${as('String', event)} and ${since} and value not in ('', 'null') and ${like(sql`value`)}
          group by value order by n desc, value limit ${as('UInt32', MOST)}`,
      )
    }
    case 'attribute':
      if (!(await mayShow(ctx, asked.name))) return []
      return counted(
        ctx,
        sql`select arrayJoin(multiIf(type = 'list', list, type = 'number', [toString(number)],
            type = 'truth', [if(number = 1, 'true', 'false')], [text])) as value, '' as label, count() as n
          from customer_state final where kind = 'attribute' and key = ${as('String', asked.name)}
            and value != '' and ${like(sql`value`)}
          group by value order by n desc, value limit ${as('UInt32', MOST)}`,
      )
    case 'product':
      return products(ctx, q)
    case 'category':
      return counted(
        ctx,
        sql`select JSONExtractString(arrayJoin(JSONExtractArrayRaw(props, 'lines')), 'category') as value,
            '' as label, count() as n
          from event where name = 'order_paid' and ${since} and value != '' and ${like(sql`value`)}
          group by value order by n desc, value limit ${as('UInt32', MOST)}`,
      )
  }
}

/** Of an event or a property that the brand defined. */
async function ofDefined(
  ctx: Ctx,
  event: string,
  property: string,
  q: string,
  since: Sql,
): Promise<KnownValue[]> {
  const { real } = await compiledRule(ctx, { any_of: [{ event, where: [] }], property })
  const { dataClass } = handlingOf(await loadHandlings(ctx), real.property)
  if (dataClass === 'sensitive')
    throw new AppError(403, 'sensitive_name', 'Rules do not see what is sensitive')
  if (dataClass !== 'public' && !can(ctx.actor, 'customers:unmask')) return []
  const { clock } = await readingNow(ctx)
  const raw = sql`ifNull(toString(${sortOf(real.property)}), '')`
  return counted(
    ctx,
    sql`select if(startsWith(${raw}, '"'), JSONExtractString(${raw}), ${raw}) as value, '' as label, count() as n from event
      where ${isOf(real, clock)} and ${since} and value not in ('', 'null') and not startsWith(value, '[')
        and ${q === '' ? sql`true` : sql`position(lowerUTF8(value), lowerUTF8(${as('String', q)})) > 0`}
      group by value order by n desc, value limit ${as('UInt32', MOST)}`,
  )
}

async function counted(ctx: Ctx, statement: Sql): Promise<KnownValue[]> {
  const rows = await ctx.ch.rows<{ value: string; label: string; n: string }>(
    ctx.tenantId,
    statement,
  )
  return rows.map((r) => ({ value: r.value, label: r.label || r.value, count: Number(r.n) }))
}

async function mayShow(ctx: Ctx, name: string): Promise<boolean> {
  const { dataClass } = (await loadHandlings(ctx)).of(name)
  if (dataClass === 'sensitive')
    throw new AppError(403, 'sensitive_name', 'Rules do not see what is sensitive')
  return dataClass === 'public' || can(ctx.actor, 'customers:unmask')
}

/** Sold in the last 90 days, by what the catalogue calls them. */
async function products(ctx: Ctx, q: string): Promise<KnownValue[]> {
  const { rows } = await pgSql<KnownValue>`
    select l.sku as value, coalesce(max(p.name), max(l.name)) as label, count(*)::float8 as count
    from sales_order o
    join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id
    left join product p on p.tenant_id = l.tenant_id and p.sku = l.sku
    where o.tenant_id = ${ctx.tenantId} and o.placed_at >= ${new Date(ctx.now().getTime() - RECENT_MS)}
      and (${q} = '' or l.sku ilike ${`%${escaped(q)}%`} or coalesce(p.name, l.name) ilike ${`%${escaped(q)}%`})
    group by l.sku order by count(*) desc, l.sku limit ${MOST}`.execute(ctx.pg)
  return rows
}

const escaped = (text: string) => text.replace(/[\\%_]/g, (c) => `\\${c}`)
