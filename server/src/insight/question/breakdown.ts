// What figures are told apart by: values as texts, '' for none.
import { CUSTOMER, demandAudiences, membersOf, sortOf } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { loadHandlings } from '../../profile/index.ts'
import { refusePast } from '../gate/past.ts'
import type { OfCustomer } from './breakdown-shape.ts'
import type { QuestionReading } from './reading.ts'

/** @throws 422 as of a past moment, 403 for an attribute whose values are nobody's to count by */
export async function demandCountable(ctx: Ctx, attribute: string): Promise<void> {
  if (ctx.until) refusePast(['attributes'])
  if ((await loadHandlings(ctx)).isSensitive(attribute))
    throw new AppError(403, 'sensitive_attribute', 'Figures are not told apart by this attribute')
}

/** A row a customer who has the attribute now: `c` and her `values`, several of a list. */
export const attributeValues = (attribute: string): Sql => sql`
  select c, multiIf(last.1 = 'list', last.2, last.1 = 'number', [toString(last.3)],
    last.1 = 'truth', [if(last.3 = 1, 'true', 'false')], [last.4]) as values
  from (select ${CUSTOMER} as c, argMax((toString(type), list, number, text), version) as last
    from customer_state final
    where kind = 'attribute' and key = ${as('String', attribute)} group by c)`

/** A property of an event as people read it: '' where there is none. A text and a number may look alike. */
export function textOf(property: string): Sql {
  const said = sql`ifNull(toString(${sortOf(property)}), '')`
  if (property.startsWith('event.')) return said
  // Values of `properties` come as JSON: quoted where they are texts.
  return sql`if(startsWith(${said}, '"'), JSONExtractString(${said}), ${said})`
}

/**
 * Rows with `values`: those of each row's customer `c`; one, except for lists and audiences.
 * @throws 403 for a sensitive attribute, 404 for an audience that is not there
 */
export async function splitByCustomer(
  ctx: Ctx,
  breakdown: OfCustomer,
  rows: Sql,
  { narrow }: QuestionReading,
): Promise<Sql> {
  if (breakdown.type === 'customer') {
    await demandCountable(ctx, breakdown.by)
    return sql`select j.*, if(empty(a.values), [''], a.values) as values
      from (${rows}) as j left join (${attributeValues(breakdown.by)}) as a on a.c = j.c`
  }
  await demandAudiences(ctx, breakdown.by)
  const inside = breakdown.by.map(
    (id) =>
      sql`if(bitmapContains(${narrow(membersOf(id))}, c), [${as('String', id)}], []::Array(String))`,
  )
  return sql`select *, arrayConcat(${join(inside, ', ')}) as values from (${rows})`
}

/**
 * Figures of the values that most rows have, and of all others together.
 * @param split rows with `values`
 * @param figures what is counted of rows
 * @param size by which the values are ordered
 */
export async function byValue<Counted>(
  ctx: Ctx,
  split: Sql,
  figures: Sql,
  limit: number,
  size: Sql = sql`count()`,
): Promise<{
  shown: (Counted & { value: string })[]
  other: { values: number; counted: Counted } | null
}> {
  const shown = await ctx.ch.rows<Counted & { value: string; all_values: string }>(
    ctx.tenantId,
    sql`select value, count() over () as all_values, ${figures}
      from (${split}) array join values as value
      group by value order by ${size} desc, value = '', value limit ${as('UInt32', limit)}`,
  )
  const further = Number(shown[0]?.all_values ?? 0) - shown.length
  if (further === 0) return { shown, other: null }
  const values = as(
    'Array(String)',
    shown.map((row) => row.value),
  )
  const [counted] = await ctx.ch.rows<Counted>(
    ctx.tenantId,
    sql`select ${figures} from (${split}) where arrayExists(v -> v not in ${values}, values)`,
  )
  return { shown, other: counted ? { values: further, counted } : null }
}
