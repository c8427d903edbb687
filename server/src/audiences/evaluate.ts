// One run of one audience: what its rule says now, of everybody or of those who were touched, against
// who is inside. It is the same statement for both; only how much it reads differs.
import { sql } from 'kysely'
import { holdAliases } from '../identity/index.ts'
import { sql as ch, type Sql } from '../platform/ch.ts'
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
  customersThere,
  movingCustomers,
  type Settling,
  settlingOf,
  wakeAfter,
} from './due.ts'
import { membersOf } from './history-sql.ts'
import type { Rule } from './rule.ts'
import { lockAudience, ruleOf, type Standing, standingOf } from './store.ts'
import { type Found, isOfThese, isStill } from './together.ts'
import { advance, type Change, type Difference, keepSnapshot } from './versions.ts'
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
  round: { known?: KnownGroups; found?: Found } = {},
): Promise<Run | undefined> {
  const run = await inTx(ctx, async (ctx) => {
    await lockAudience(ctx, id)
    await holdAliases(ctx)
    const audience = await standingOf(ctx, id)
    if (audience.state !== 'live' || audience.kind !== 'rule' || audience.ruleVersion === 0)
      return undefined
    const rule = ruleOf(audience)
    // Never back, whatever another machine's clock says: history is read by it.
    const found = round.found && isStill(round.found, audience) ? round.found : undefined
    const now = found?.now ?? Math.max(ctx.now().getTime(), audience.evaluatedAt?.getTime() ?? 0)
    const clock = { now, timezone: audience.timezone }
    const settling = await settlingOf(ctx, 'audience', audience)
    if (audience.build) addEverybody(crowd, audience.build)
    if (audience.build === 'silent') crowd.told.clear()
    const isDue = await addCrossed(ctx, audience, rule, clock, crowd)
    const heard = await addHeard(ctx, audience, crowd)
    // Last, so that whoever moves now is still told of.
    if (settling === 'now') addEverybody(crowd, 'silent')
    const looks = await looksOf(ctx, crowd, audience.isWhole, round.known)
    const moving = await movingCustomers(ctx)
    const changes: Change[] = []
    for (const look of looks)
      changes.push(
        ...(await advance(ctx, audience, new Date(now), look.telling === 'silent', () =>
          found && found.of.version === audience.version && isOfThese(found, looks)
            ? differenceFound(ctx, found, moving)
            : differenceOf(audience.id, rule, clock, look, moving),
        )),
      )
    await moveOn(ctx, audience, rule, { clock, looks, isDue, heard, settling })
    return { audience, changes, clock }
  })
  const last = run?.changes.at(-1)
  if (run && last) await keepSnapshot(ctx, run.audience, last.at)
  return run
}

function differenceOf(
  audienceId: string,
  rule: Rule,
  clock: Clock,
  { nodes, customers }: Some,
  moving: readonly number[],
): Difference {
  const only = nodes && { only: ch`customer_id in (looked_nodes)` }
  const { bitmap } = compile(rule, { clock, membersOf, ...only })
  const among = (set: Sql) => (customers ? ch`bitmapAnd(${set}, looked)` : set)
  const settled = (set: Sql) =>
    moving.length > 0 ? ch`bitmapAndnot(${set}, ${bitmapOf(moving)})` : set
  return {
    ...(customers && {
      given: ch`with (select ${bitmapOf(customers)}) as looked, ${idsOf(nodes ?? [])} as looked_nodes`,
    }),
    from: ch`from (select ${among(bitmap)} as is_inside, ${among(membersOf(audienceId))} as was_inside)`,
    entered: settled(ch`bitmapAndnot(is_inside, was_inside)`),
    left: settled(ch`bitmapAndnot(was_inside, is_inside)`),
  }
}

/** Who was erased since comes in nowhere. */
async function differenceFound(
  ctx: Ctx,
  found: Found,
  moving: readonly number[],
): Promise<Difference> {
  const passedOver = new Set(moving)
  const there = await customersThere(ctx, found.entered)
  const entered = found.entered.filter((c) => there.has(c) && !passedOver.has(c))
  const left = found.left.filter((c) => !passedOver.has(c))
  return {
    entered: bitmapOf(entered),
    left: bitmapOf(left),
    isNobody: entered.length + left.length === 0,
  }
}

interface Ended {
  clock: Clock
  looks: readonly Some[]
  isDue: boolean
  heard: Record<string, number>
  settling: Settling
}

async function moveOn(
  ctx: Ctx,
  audience: Standing,
  rule: Rule,
  { clock, looks, isDue, heard, settling }: Ended,
): Promise<void> {
  const now = new Date(clock.now)
  const wakeAt = audience.isClocked
    ? await wakeAfter(ctx, audience, rule, clock, looks, isDue)
    : null
  // The rule may have been given another wording meanwhile: then its build stays due.
  await sql`update audience set evaluated_at = ${now}, wake_at = ${wakeAt},
      crossed_at = ${isDue ? now : audience.crossedAt}, heard = ${JSON.stringify(heard)}::jsonb, failed_at = null, failure = null,
      build = case when rule_version = ${audience.ruleVersion} and build is not distinct from ${audience.build} then null else build end,
      settles_after = case when rule_version = ${audience.ruleVersion} and ${settling === 'now'} then null else settles_after end,
      settles_batch = case when ${settling === 'now'} then null else settles_batch end
    where tenant_id = ${ctx.tenantId} and id = ${audience.id}`.execute(ctx.pg)
}
