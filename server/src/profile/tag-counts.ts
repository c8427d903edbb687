import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { catchUp } from './projection.ts'
import { listTags } from './tag-definitions.ts'
import { termOf } from './terms.ts'

/** Each by the index of the customers list, so that a count and the list it leads to agree. */
export async function countByTag(ctx: Ctx): Promise<{ tag: string; customers: number }[]> {
  await catchUp(ctx)
  const names = (await listTags(ctx)).map((t) => t.name)
  const { rows } = await sql<{ tag: string; customers: number }>`
    select w.tag, c.n as customers
    from unnest(${names}::text[], ${names.map((n) => termOf(ctx.tenantId, 'tag', n))}::bigint[]) as w (tag, term),
      lateral (select count(*) as n from customer_search s
        where s.tenant_id = ${ctx.tenantId} and s.terms @> array[w.term]) c`.execute(ctx.pg)
  return rows
}
