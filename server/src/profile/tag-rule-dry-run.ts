// What a rule would have done in the last days, asked of the event store. The conditions must mean
// there what they mean in tag-rule-match.ts: a test compares the two.
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { tableOf } from '../platform/table.ts'
import type { Condition } from './tag-rule-match.ts'

export interface DryRun {
  events: number
  customers: number
  /** Some of them, as canonical ids. */
  sample: number[]
}

export async function dryRunRule(
  ctx: Ctx,
  rule: { eventName: string; conditions: readonly Condition[] },
  days: number,
): Promise<DryRun> {
  const since = new Date(ctx.now().getTime() - days * 86_400_000)
  const rows = await ctx.ch.rows<{ events: string; customers: string; sample: number[] }>(
    ctx.tenantId,
    sql`select sum(n) as events, count() as customers, arraySort(groupArray(5)(customer)) as sample
        from (
          select if(dictGet('homefield.alias_map', 'canonical', toUInt64(customer_id)) = 0, customer_id,
              dictGet('homefield.alias_map', 'canonical', toUInt64(customer_id))) as customer, count() as n
          from event where ${matches(rule, since)} group by customer)`,
  )
  const row = rows[0]
  return {
    events: Number(row?.events ?? 0),
    customers: Number(row?.customers ?? 0),
    sample: (row?.sample ?? []).map(Number),
  }
}

function matches(rule: { eventName: string; conditions: readonly Condition[] }, since: Date): Sql {
  return join(
    [
      sql`name = ${as('String', rule.eventName)}`,
      sql`at >= ${as('DateTime64(3)', since)}`,
      // What rules never hear of.
      sql`not historical`,
      sql`customer_id != 0`,
      ...rule.conditions.map(conditionSql),
    ],
    ' and ',
  )
}

const FIELDS = tableOf<Sql>({
  'event.platform': sql`platform`,
  'event.source': sql`source`,
  'event.store_id': sql`ifNull(store_id, '')`,
  'event.staff_id': sql`ifNull(staff_id, '')`,
  'event.channel_id': sql`ifNull(channel_id, '')`,
  'event.activity_id': sql`ifNull(activity_id, '')`,
  'event.content_id': sql`ifNull(content_id, '')`,
})

export function conditionSql(condition: Condition): Sql {
  const { property, op, value } = condition
  const field = FIELDS[property]
  const key = as('String', property)
  const kind = field ? sql`'String'` : sql`toString(JSONType(props, ${key}))`
  const text = field ?? sql`JSONExtractString(props, ${key})`
  const number = sql`JSONExtractFloat(props, ${key})`
  const isNumber = sql`${kind} in ('Int64', 'UInt64', 'Double')`
  const isText = sql`(${kind} = 'String')`
  const isThere = sql`(${kind} != 'Null' and not (${isText} and ${text} = ''))`
  const equals = (wanted: unknown): Sql =>
    typeof wanted === 'string'
      ? sql`(${isText} and ${text} = ${as('String', wanted)})`
      : typeof wanted === 'number'
        ? sql`(${isNumber} and ${number} = ${as('Float64', wanted)})`
        : typeof wanted === 'boolean'
          ? sql`(${kind} = 'Bool' and JSONExtractBool(props, ${key}) = ${as('Bool', wanted)})`
          : sql`false`
  switch (op) {
    case 'set':
      return isThere
    case 'not_set':
      return sql`not ${isThere}`
    case 'is':
      return sql`(${isThere} and ${equals(value)})`
    case 'is_not':
      return sql`(${isThere} and not ${equals(value)})`
    case 'in':
      return Array.isArray(value) && value.length > 0
        ? sql`(${isThere} and (${join(value.map(equals), ' or ')}))`
        : sql`false`
    case 'contains':
      return typeof value === 'string'
        ? sql`((${isText} and position(${text}, ${as('String', value)}) > 0)
            or (${kind} = 'Array' and has(JSONExtract(props, ${key}, 'Array(String)'), ${as('String', value)})))`
        : sql`false`
    default:
      return compared(op, value, { isNumber, isText, number, text })
  }
}

function compared(
  op: 'gt' | 'gte' | 'lt' | 'lte',
  value: Condition['value'],
  of: { isNumber: Sql; isText: Sql; number: Sql; text: Sql },
): Sql {
  const sign = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }[op]
  if (typeof value === 'number')
    return sql`(${of.isNumber} and ${of.number} ${sign} ${as('Float64', value)})`
  if (typeof value === 'string')
    return sql`(${of.isText} and ${of.text} != '' and ${of.text} ${sign} ${as('String', value)})`
  return sql`false`
}
