// What the same touches do to several audiences, in one run: the touched are handed to the event store
// once, what the rules have in common is read once, and all changes are written by one statement. It is
// the statement that each would ask for itself, of the same customers and as of one moment.
import { holdAliases } from '../identity/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type Crowd, type KnownGroups, looksOf, type Some } from './crowd.ts'
import { movingCustomers, wakeAfter } from './due.ts'
import { differencesOf, moveOn, type Run } from './evaluate.ts'
import { lockAudiences, ruleOf, type Standing, standingsOf } from './store.ts'
import { isOfStores } from './touches.ts'
import { advanceAll, type Change, keepSnapshot } from './versions.ts'

export interface Concerned {
  audience: Standing
  crowd: Crowd
  /** The same for audiences that the same touches concern. */
  touches: string
}

const AT_ONCE = 10

/** Who is in no run answered has to be looked at by itself. */
export async function evaluateTogether(
  ctx: Ctx,
  concerned: readonly Concerned[],
  known: KnownGroups,
): Promise<Run[]> {
  const runs: Run[] = []
  const now = ctx.now().getTime()
  const plain = concerned.filter((c) => isPlain(c.audience, now) && c.crowd.everybody === undefined)
  for (const alike of Map.groupBy(plain, (c) => c.touches).values())
    for (let i = 0; i < alike.length; i += AT_ONCE)
      runs.push(...(await ranTogether(ctx, alike.slice(i, i + AT_ONCE), known)))
  return runs
}

/** Nothing but the touches has to be looked at. */
const isPlain = (audience: Standing, now: number) =>
  audience.state === 'live' &&
  !audience.isWhole &&
  audience.needsAudiences.length === 0 &&
  audience.build === null &&
  !audience.isUnsettled &&
  (audience.wakeAt === null || audience.wakeAt.getTime() > now) &&
  (audience.evaluatedAt === null || audience.evaluatedAt.getTime() <= now)

/** One rule that the event store refuses makes it refuse them all: then each is looked at by itself. */
async function ranTogether(
  ctx: Ctx,
  alike: readonly Concerned[],
  known: KnownGroups,
): Promise<Run[]> {
  try {
    const runs = await inTx(ctx, (ctx) => run(ctx, alike, known))
    for (const { audience, changes } of runs) {
      const last = changes.at(-1)
      if (last) await keepSnapshot(ctx, audience, last.at)
    }
    return runs
  } catch (error) {
    if (isOfStores(error)) throw error
    ctx.log.warn({ err: error }, 'audiences could not be looked at together')
    return []
  }
}

async function run(ctx: Ctx, alike: readonly Concerned[], known: KnownGroups): Promise<Run[]> {
  const [first] = alike
  if (!first) return []
  const ruleVersions = new Map(alike.map(({ audience }) => [audience.id, audience.ruleVersion]))
  await lockAudiences(ctx, [...ruleVersions.keys()])
  await holdAliases(ctx)
  const now = ctx.now().getTime()
  const audiences = (await standingsOf(ctx, [...ruleVersions.keys()])).filter(
    (a) => isPlain(a, now) && a.ruleVersion === ruleVersions.get(a.id),
  )
  const looks = await looksOf(ctx, first.crowd, false, known)
  if (audiences.length === 0 || looks.some((look) => !look.nodes)) return []
  const clockOf = ({ timezone }: Standing) => ({ now, timezone })
  // Beside the changes, over another session of the event store; a transaction ends when both have.
  const [turns, changed] = await Promise.allSettled([
    Promise.all(audiences.map((a) => wakeAfter(ctx, a, ruleOf(a), clockOf(a), looks, false))),
    changesOf(ctx, audiences, now, looks),
  ])
  if (changed.status === 'rejected') throw changed.reason
  if (turns.status === 'rejected') throw turns.reason
  const runs: Run[] = []
  for (const [i, audience] of audiences.entries()) {
    const wakeAt = turns.value[i] ?? null
    await moveOn(ctx, audience, { now, wakeAt, isDue: false, heard: {}, settling: 'done' })
    runs.push({ audience, changes: changed.value.get(audience.id) ?? [], clock: clockOf(audience) })
  }
  return runs
}

async function changesOf(
  ctx: Ctx,
  audiences: readonly Standing[],
  now: number,
  looks: readonly Some[],
): Promise<Map<string, Change[]>> {
  const changes = new Map<string, Change[]>()
  const moving = await movingCustomers(ctx)
  for (const look of looks) {
    const found = await advanceAll(
      ctx,
      audiences,
      new Date(now),
      look.telling === 'silent',
      (those) => differencesOf(those, now, look, moving),
    )
    for (const [id, more] of found) changes.set(id, [...(changes.get(id) ?? []), ...more])
  }
  return changes
}
