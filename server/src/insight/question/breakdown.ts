// What figures are told apart by: values as texts, '' for none.
import { CUSTOMER, sortOf } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { loadHandlings } from '../../profile/index.ts'

/** @throws 403 for an attribute whose values are nobody's to count by */
export async function demandCountable(ctx: Ctx, attribute: string): Promise<void> {
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
