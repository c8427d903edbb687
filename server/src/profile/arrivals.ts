// How many customers there are and came, for the pages that count: from the figures that
// lists use, as old as they are (`catchUp` brings in what has just changed).
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface CustomerCount {
  all: number
  /** Those with an identifier that decides who somebody is. */
  known: number
}

export async function countOfCustomers(ctx: Ctx): Promise<CustomerCount> {
  const { rows } = await sql<CustomerCount>`
    select count(*) as all, count(*) filter (where is_known) as known
    from customer_figure where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0] ?? { all: 0, known: 0 }
}

export interface Arrived {
  /** 1: the first period; 0: before it. */
  bucket: number
  /** Not before the first moment asked for. */
  is_within: boolean
  all: number
  known: number
}

/**
 * Customers by the period of their first trace; with `isStock` all who came before as well.
 * @param edges where periods begin, and the last one's end; milliseconds since 1970
 * @param ids only these; absent: all
 */
export function arrivalsStatement(
  ctx: Ctx,
  asked: {
    edges: readonly number[]
    from: number
    to: number
    isStock: boolean
    ids?: readonly number[]
  },
): RawBuilder<Arrived> {
  const { edges, from, to, isStock, ids } = asked
  const starts = edges.slice(0, -1).map((edge) => new Date(edge).toISOString())
  const earlier = isStock ? sql`` : sql`and first_at >= ${new Date(from)}`
  const those = ids ? sql`and customer_id = any(${[...ids]}::bigint[])` : sql``
  return sql<Arrived>`
    select width_bucket(first_at, ${starts}::timestamptz[]) as bucket, first_at >= ${new Date(from)} as is_within,
      count(*) as all, count(*) filter (where is_known) as known
    from customer_figure
    where tenant_id = ${ctx.tenantId} and first_at < ${new Date(to)} ${earlier} ${those}
    group by 1, 2`
}
