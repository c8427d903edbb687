// What if: the rules that are being written against those in force, on the real base, before anything holds.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { rankable } from './keep.ts'
import { qualified } from './measure.ts'
import { type Ladder, LevelRules } from './rules.ts'
import { replayed } from './stand.ts'
import { asVersions, demandSound, versionsOf } from './versions.ts'

export const SIMULATE_QUEUE = 'membership.simulate'

export interface Outcome {
  looked: number
  up: number
  down: number
  same: number
  /** They keep their level until their term ends, and meet it by the new rules no longer. */
  at_risk: number
  levels: { level: string; now: number; after: number; up: number; down: number; at_risk: number }[]
  moves: { from: string | null; to: string | null; customers: number }[]
}
export interface Simulation {
  id: string
  ladder: Ladder
  version: number
  state: 'running' | 'done' | 'failed'
  looked: number
  result: Outcome | null
  asked_at: Date
}

/** @throws 400 */
export async function askSimulation(
  ctx: Ctx,
  ladder: Ladder,
  rules: LevelRules,
): Promise<Simulation> {
  demandSound(rules, ladder)
  const id = randomUUIDv7()
  const version = (await versionsOf(ctx, ladder)).at(-1)?.version ?? 0
  await sql`insert into level_simulation (tenant_id, id, ladder, rules, version, asked_at)
    values (${ctx.tenantId}, ${id}, ${ladder}, ${JSON.stringify(rules)}::jsonb, ${version}, ${ctx.now()})`.execute(
    ctx.pg,
  )
  await ctx.jobs.send(ctx.pg, SIMULATE_QUEUE, { tenantId: ctx.tenantId, id })
  return getSimulation(ctx, id)
}

/** @throws 404 */
export async function getSimulation(ctx: Ctx, id: string): Promise<Simulation> {
  const { rows } = await sql<Simulation>`
    select id, ladder, version, looked, result, asked_at,
      case when failure is not null then 'failed' when finished_at is null then 'running' else 'done' end as state
    from level_simulation where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
  if (!rows[0]) throw notFound('simulation')
  return rows[0]
}

/** Nothing of it is written but the figures. */
export async function runSimulation(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql<{ ladder: Ladder; rules: unknown }>`
    select ladder, rules from level_simulation where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(
    ctx.pg,
  )
  const asked = rows[0]
  if (!asked) return
  const rules = LevelRules.parse(asked.rules)
  const inForce = asVersions(await versionsOf(ctx, asked.ladder))
  const now = ctx.now().getTime()
  const last = inForce.at(-1)
  const drafted = [...inForce, { version: (last?.version ?? 0) + 1, from: now, rules }]
  const tally = newTally(rules)
  for await (const customers of rankable(ctx, asked.ladder)) {
    const before = await replayed(ctx, asked.ladder, customers, inForce, now)
    const then = await replayed(ctx, asked.ladder, customers, drafted, now)
    for (const customer of customers) {
      const [was, is] = [before, then].map((of) => of.get(customer)?.standing)
      tally.add({
        ...{ from: was?.level, to: is?.level },
        rankBefore: rules.levels.findIndex((level) => level.code === was?.level),
        rankThen: is?.rank ?? -1,
        // Who did not meet her level before either is not the new rules' doing.
        isAtRisk:
          is !== undefined &&
          qualified(rules, is.figures) < is.rank &&
          (was === undefined || !last || qualified(last.rules, was.figures) >= was.rank),
      })
    }
    await sql`update level_simulation set looked = ${tally.looked()}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
  }
  await sql`update level_simulation set result = ${JSON.stringify(tally.outcome())}::jsonb, finished_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
}

interface Counted {
  from: string | undefined
  to: string | undefined
  rankBefore: number
  rankThen: number
  isAtRisk: boolean
}
function newTally(rules: LevelRules) {
  const totals = { looked: 0, up: 0, down: 0, same: 0, at_risk: 0 }
  const levels = new Map(
    rules.levels.map(({ code }) => [
      code,
      { level: code, now: 0, after: 0, up: 0, down: 0, at_risk: 0 },
    ]),
  )
  const moves = new Map<string, { from: string | null; to: string | null; customers: number }>()
  const lineOf = (level: string) => {
    const line = levels.get(level) ?? { level, now: 0, after: 0, up: 0, down: 0, at_risk: 0 }
    levels.set(level, line)
    return line
  }
  return {
    looked: () => totals.looked,
    add({ from, to, rankBefore, rankThen, isAtRisk }: Counted) {
      totals.looked += 1
      const way = from === to ? 'same' : rankThen > rankBefore ? 'up' : 'down'
      totals[way] += 1
      if (from !== undefined) lineOf(from).now += 1
      if (to !== undefined) {
        const line = lineOf(to)
        line.after += 1
        if (way !== 'same') line[way] += 1
        if (isAtRisk) line.at_risk += 1
      }
      if (isAtRisk) totals.at_risk += 1
      if (way === 'same') return
      const key = `${from} ${to}`
      const move = moves.get(key) ?? { from: from ?? null, to: to ?? null, customers: 0 }
      moves.set(key, { ...move, customers: move.customers + 1 })
    },
    outcome: (): Outcome => ({
      ...totals,
      levels: [...levels.values()],
      moves: [...moves.values()].sort((a, b) => b.customers - a.customers),
    }),
  }
}

export async function failSimulation(ctx: Ctx, id: string, error: unknown): Promise<void> {
  await sql`update level_simulation set failure = ${String(error)}, finished_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
}
