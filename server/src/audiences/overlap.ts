// How audiences overlap: the exact size of every region of their diagram.
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { membersOf } from './history-sql.ts'
import { demandAudiences } from './queries.ts'
import { readingNow } from './reading.ts'
import { narrowing } from './scope.ts'

export interface Region {
  /** Of the audiences asked for: those who are in all of these and in none of the others. */
  in: number[]
  size: number
}

/** Of whom the actor sees. @throws 404 */
export async function overlap(ctx: Ctx, ids: readonly string[]) {
  await demandAudiences(ctx, ids)
  const narrow = await narrowing(ctx, await readingNow(ctx))
  const common = await commonSizes(
    ctx,
    ids.map((id) => narrow(membersOf(id))),
  )
  return {
    sizes: ids.map((_, i) => common[1 << i] ?? 0),
    regions: regionsOf(common, ids.length),
  }
}

/** How many are in all sets of a choice, by the choice's bits; one statement. */
export async function commonSizes(ctx: Ctx, sets: readonly Sql[]): Promise<number[]> {
  const choices = 2 ** sets.length
  const rows = await ctx.ch.rows<{ choice: number; n: string }>(
    ctx.tenantId,
    sql`select choice, groupBitmapAnd(members) as n
      from (select arrayJoin(range(1, ${as('UInt32', choices)})) as choice) c
      cross join (${join(
        sets.map((set, i) => sql`select ${as('UInt8', i)} as i, ${set} as members`),
        ' union all ',
      )}) s
      where bitTest(choice, i) group by choice`,
  )
  const common = new Array<number>(choices).fill(0)
  for (const { choice, n } of rows) common[Number(choice)] = Number(n)
  return common
}

/**
 * From "in all of these" to "in these and no others": each wider choice is taken away from those it
 * lies within, one set after the other.
 */
export function regionsOf(common: readonly number[], sets: number): Region[] {
  const exact = [...common]
  for (let set = 0; set < sets; set++)
    for (let choice = 1; choice < exact.length; choice++)
      if (!(choice & (1 << set)))
        exact[choice] = (exact[choice] ?? 0) - (exact[choice | (1 << set)] ?? 0)
  return exact.slice(1).map((size, i) => ({
    in: Array.from({ length: sets }, (_, set) => set).filter((set) => (i + 1) & (1 << set)),
    size,
  }))
}
