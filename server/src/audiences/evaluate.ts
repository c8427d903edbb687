// One run of one audience: what its rule says now, of everybody or of those who were touched, against
// who is inside. It is the same statement for both; only how much it reads differs.
import { sql } from 'kysely'
import { holdAliases } from '../identity/index.ts'
import { as, sql as ch, join, type Sql } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { compile } from './compile.ts'
import {
  addEverybody,
  bitmapOf,
  type Crowd,
  idsOf,
  type KnownGroups,
  looksOf,
  type Some,
} from './crowd.ts'
import {
  addCrossed,
  addHeard,
  movingCustomers,
  type Settling,
  settlingOf,
  wakeAfter,
} from './due.ts'
import { membersOf, partsOf } from './history-sql.ts'
import { lockAudience, ruleOf, type Standing, standingOf } from './store.ts'
import { advanceAll, type Change, type Differences, keepSnapshot } from './versions.ts'
import type { Clock } from './windows.ts'

export interface Run {
  audience: Standing
  changes: Change[]
  clock: Clock
}

/**
 * Looks at those in `crowd`, and at whom time, another audience or a build that is due adds to them.
 * Undefined when the audience is not kept true.
 */
export async function evaluate(
  ctx: Ctx,
  id: string,
  crowd: Crowd,
  known?: KnownGroups,
): Promise<Run | undefined> {
  const run = await inTx(ctx, async (ctx) => {
    await lockAudience(ctx, id)
    await holdAliases(ctx)
    const audience = await standingOf(ctx, id)
    if (audience.state !== 'live' || audience.kind !== 'rule' || audience.ruleVersion === 0)
      return undefined
    const rule = ruleOf(audience)
    // Never back, whatever another machine's clock says: history is read by it.
    const now = Math.max(ctx.now().getTime(), audience.evaluatedAt?.getTime() ?? 0)
    const clock = { now, timezone: audience.timezone }
    const settling = await settlingOf(ctx, 'audience', audience)
    if (audience.build) addEverybody(crowd, audience.build)
    if (audience.build === 'silent') crowd.told.clear()
    const isDue = await addCrossed(ctx, audience, rule, clock, crowd)
    const heard = await addHeard(ctx, audience, crowd)
    // Last, so that whoever moves now is still told of.
    if (settling === 'now') addEverybody(crowd, 'silent')
    const looks = await looksOf(ctx, crowd, audience.isWhole, known)
    const moving = await movingCustomers(ctx)
    const changes: Change[] = []
    for (const look of looks)
      changes.push(
        ...((
          await advanceAll(ctx, [audience], new Date(now), look.telling === 'silent', (those) =>
            differencesOf(those, now, look, moving),
          )
        ).get(id) ?? []),
      )
    const wakeAt = await wakeAfter(ctx, audience, rule, clock, looks, isDue)
    await moveOn(ctx, audience, { now, wakeAt, isDue, heard, settling })
    return { audience, changes, clock }
  })
  const last = run?.changes.at(-1)
  if (run && last) await keepSnapshot(ctx, run.audience, last.at)
  return run
}

/** Who comes into and goes out of each audience, by one statement. */
export function differencesOf(
  audiences: readonly Standing[],
  now: number,
  { nodes, customers }: Some,
  moving: readonly number[],
): Differences {
  const only = nodes && { only: ch`customer_id in (looked_nodes)` }
  const passedOver = new Set(moving)
  const looked = customers?.filter((c) => !passedOver.has(c))
  const among = (set: Sql) =>
    looked
      ? ch`bitmapAnd(${set}, looked)`
      : moving.length > 0
        ? ch`bitmapAndnot(${set}, ${bitmapOf(moving)})`
        : set
  const sets = audiences.map((audience) => {
    const clock = { now, timezone: audience.timezone }
    const { bitmap } = compile(ruleOf(audience), { clock, membersOf, ...only })
    return ch`(${as('UUID', audience.id)}, ${bitmap})`
  })
  const parts = partsOf(new Map(audiences.map((a) => [a.id, a.snapshotVersion])))
  return {
    ...(looked && {
      given: ch`with ${idsOf(nodes ?? [])} as looked_nodes, (select ${bitmapOf(looked)}) as looked`,
    }),
    // Who was inside and is not, or the other way round; of those, who is.
    rows: ch`select audience_id, bitmapAnd(moved, inside) as entered, bitmapAndnot(moved, inside) as left from (
      select audience_id, ${among(ch`groupBitmapXorState(part)`)} as moved, groupBitmapXorStateIf(part, is_now) as inside
      from (
        select one.1 as audience_id, one.2 as part, true as is_now from (select arrayJoin([${join(sets, ', ')}]) as one)
        union all
        select audience_id, part, false as is_now from (${parts}))
      group by audience_id)`,
  }
}

export interface Ended {
  now: number
  wakeAt: Date | null
  isDue: boolean
  heard: Record<string, number>
  settling: Settling
}

/** The end of a run, in its transaction. */
export async function moveOn(
  ctx: Ctx,
  audience: Standing,
  { now, wakeAt, isDue, heard, settling }: Ended,
): Promise<void> {
  const at = new Date(now)
  // The rule may have been given another wording meanwhile: then its build stays due.
  await sql`update audience set evaluated_at = ${at}, wake_at = ${wakeAt},
      crossed_at = ${isDue ? at : audience.crossedAt}, heard = ${JSON.stringify(heard)}::jsonb, failed_at = null, failure = null,
      build = case when rule_version = ${audience.ruleVersion} and build is not distinct from ${audience.build} then null else build end,
      settles_after = case when rule_version = ${audience.ruleVersion} and ${settling === 'now'} then null else settles_after end,
      settles_batch = case when ${settling === 'now'} then null else settles_batch end
    where tenant_id = ${ctx.tenantId} and id = ${audience.id}`.execute(ctx.pg)
}
