// What sets an audience apart: what its customers are, have and belong to, against everybody.
import { as, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { loadHandlings } from '../profile/index.ts'
import { compile } from './compile.ts'
import { CUSTOMER } from './event-sql.ts'
import { membersOf } from './history-sql.ts'
import { demandAudiences } from './queries.ts'
import { readingNow } from './reading.ts'
import { narrowing } from './scope.ts'
import { liftOf, surpriseOf } from './surprise.ts'

/** Attributes with more values say little by any one of them. */
const FEW_VALUES = 60
/** A figure of many values is a measure, and one value of it no trait. */
const FEW_NUMBERS = 12
/** Fewer than that, inside or expected there, may be chance. */
const FLOOR = 5

export interface Trait {
  kind: string
  key: string
  /** Of an attribute or a consent; '' of what somebody has or has not. */
  value: string
  inside: number
  everybody: number
  share: number
  share_of_everybody: number
  lift: number
  surprise: number
}

/** The most surprising first, over- and under-represented. Of whom the actor sees. @throws 404 */
export async function makeUp(ctx: Ctx, id: string, limit: number) {
  await demandAudiences(ctx, [id])
  const reading = await readingNow(ctx)
  const narrow = await narrowing(ctx, reading)
  const members = narrow(membersOf(id))
  const all = narrow(compile({ kind: 'everybody' }, reading).bitmap)
  const [counts] = await ctx.ch.rows<{ size: string; population: string }>(
    ctx.tenantId,
    sql`with ${all} as everybody select bitmapCardinality(everybody) as population,
      bitmapAndCardinality(${members}, everybody) as size`,
  )
  const [size, population] = [Number(counts?.size ?? 0), Number(counts?.population ?? 0)]
  const traits = size === 0 ? [] : await traitsOf(ctx, members, all)
  const handlings = await loadHandlings(ctx)
  const found = traits
    .filter((t) => t.kind !== 'attribute' || !handlings.isSensitive(t.key))
    .filter((t) => Math.max(t.inside, (t.everybody * size) / population) >= FLOOR)
    .map((t): Trait => {
      const share = { inside: t.inside, size, everybody: t.everybody, population }
      return {
        ...t,
        share: t.inside / size,
        share_of_everybody: t.everybody / population,
        lift: liftOf(share),
        surprise: surpriseOf(share),
      }
    })
    .sort((a, b) => b.surprise - a.surprise || (a.kind + a.key < b.kind + b.key ? -1 : 1))
  return { size, everybody: population, total: found.length, items: found.slice(0, limit) }
}

/** One statement over all that is known; attributes with many values are left out by another. */
async function traitsOf(ctx: Ctx, members: Sql, all: Sql) {
  const value = sql`multiIf(type = 'text', text, type = 'number', toString(number),
    type = 'truth', if(number = 1, 'true', 'false'), '')`
  const rows = await ctx.ch.rows<{
    kind: string
    key: string
    value: string
    inside: string
    everybody: string
  }>(
    ctx.tenantId,
    sql`with ${members} as inside_set, ${all} as all_set
      select kind, key, value, countIf(bitmapContains(inside_set, c)) as inside, count() as everybody from (
        select kind, key, ${CUSTOMER} as c, arrayJoin(multiIf(kind = 'attribute',
            if(type = 'list', list, [${value}]), kind = 'consent', [text], [''])) as value
        from customer_state final
        where kind in ('tag', 'platform', 'store', 'guide', 'group', 'consent', 'identifier', 'known', 'family')
          or (kind = 'touchpoint' and number > 0)
          or (kind = 'attribute' and key in (
            select key from customer_state where kind = 'attribute'
            group by key having uniq(${value}) <= if(countIf(type = 'number') > 0, ${as('UInt32', FEW_NUMBERS)}, ${as('UInt32', FEW_VALUES)}))))
      where bitmapContains(all_set, c) group by kind, key, value`,
    { maxSeconds: 60 },
  )
  return rows
    .filter((r) => !(r.kind === 'family' && r.key === ''))
    .map((r) => ({ ...r, inside: Number(r.inside), everybody: Number(r.everybody) }))
}
