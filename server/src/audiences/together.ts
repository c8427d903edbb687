// What the same touches do to several audiences, asked at once: the touched are handed to the event store
// once, and what the rules have in common is read once. It is the statement that each would ask for itself,
// of the same customers and as of one moment; an audience that has moved on meanwhile asks anew.
import type { Ctx } from '../platform/ctx.ts'
import { join, type Sql, sql } from '../platform/sql.ts'
import { compile } from './compile.ts'
import { bitmapOf, type Crowd, idsOf, type KnownGroups, looksOf, type Some } from './crowd.ts'
import { membersOf } from './history-sql.ts'
import { ruleOf, type Standing } from './store.ts'
import { isOfStores } from './touches.ts'

export interface Found {
  /** The audience as it was when it was asked about. */
  of: Standing
  now: number
  customers: ReadonlySet<number>
  entered: readonly number[]
  left: readonly number[]
}

export interface Concerned {
  audience: Standing
  crowd: Crowd
  /** The same for audiences that the same touches concern. */
  touches: string
}

const AT_ONCE = 10
const SLOW = { maxSeconds: 300 }

/** By audience; who is not in it has to ask for itself. */
export async function askTogether(
  ctx: Ctx,
  concerned: readonly Concerned[],
  known: KnownGroups,
): Promise<Map<string, Found>> {
  const found = new Map<string, Found>()
  const now = ctx.now().getTime()
  const plain = concerned.filter((c) => isPlain(c.audience, now) && c.crowd.everybody === undefined)
  for (const alike of Map.groupBy(plain, (c) => c.touches).values())
    for (let i = 0; i < alike.length; i += AT_ONCE)
      for (const one of await foundOf(ctx, alike.slice(i, i + AT_ONCE), now, known))
        found.set(one.of.id, one)
  return found
}

/** Nothing but the touches has to be looked at. */
const isPlain = (audience: Standing, now: number) =>
  !audience.isWhole &&
  audience.needsAudiences.length === 0 &&
  audience.build === null &&
  !audience.isUnsettled &&
  (audience.wakeAt === null || audience.wakeAt.getTime() > now) &&
  (audience.evaluatedAt === null || audience.evaluatedAt.getTime() <= now)

/** Whether what was found is still what the audience, as it is now, would find. */
export const isStill = ({ of, now }: Found, audience: Standing): boolean =>
  isPlain(audience, now) &&
  audience.ruleVersion === of.ruleVersion &&
  audience.version === of.version &&
  // Whoever is erased is taken out of all versions.
  audience.size === of.size

export const isOfThese = ({ customers }: Found, looks: readonly Some[]): boolean => {
  const [look, ...more] = looks
  return (
    more.length === 0 &&
    look?.customers !== undefined &&
    look.customers.length === customers.size &&
    look.customers.every((c) => customers.has(c))
  )
}

async function foundOf(
  ctx: Ctx,
  alike: readonly Concerned[],
  now: number,
  known: KnownGroups,
): Promise<Found[]> {
  const [first] = alike
  if (!first) return []
  const [look, ...more] = await looksOf(ctx, first.crowd, false, known)
  if (!look?.customers || !look.nodes || more.length > 0) return []
  const { customers, nodes } = look
  const name = (what: string, i: number): Sql => ({ text: [`${what}_${i}`], slots: [] })
  const sets = alike.map(({ audience }, i) => {
    const clock = { now, timezone: audience.timezone }
    const only = sql`customer_id in (looked_nodes)`
    const { bitmap } = compile(ruleOf(audience), { clock, membersOf, only })
    return sql`bitmapAnd(${bitmap}, looked) as ${name('is', i)}, bitmapAnd(${membersOf(audience.id)}, looked) as ${name('was', i)}`
  })
  const changes = alike.map((_, i) => {
    const [is, was] = [name('is', i), name('was', i)]
    return sql`(bitmapToArray(bitmapAndnot(${is}, ${was})), bitmapToArray(bitmapAndnot(${was}, ${is})))`
  })
  const rows = await answered(ctx, () =>
    ctx.ch.rows<{ changes: [number[], number[]][] }>(
      ctx.tenantId,
      sql`with (select ${bitmapOf(customers)}) as looked, ${idsOf(nodes)} as looked_nodes
        select [${join(changes, ', ')}] as changes from (select ${join(sets, ', ')})`,
      SLOW,
    ),
  )
  const among = new Set(customers)
  return (rows?.[0]?.changes ?? []).flatMap(([entered, left], i) => {
    const of = alike[i]?.audience
    return of ? [{ of, now, customers: among, entered, left }] : []
  })
}

/** One rule that the event store refuses makes it refuse them all: then each asks for itself. */
async function answered<T>(ctx: Ctx, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isOfStores(error)) throw error
    ctx.log.warn({ err: error }, 'audiences could not be asked about together')
    return undefined
  }
}
