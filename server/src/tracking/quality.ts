// The quality page: the measured days, measured now where they are missing or old.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../platform/ctx.ts'
import { lastDays, startOfDay } from './days.ts'
import { EVERYWHERE, type Measured, measureDays, momentOf, rhythmsOf } from './measure.ts'
import { zoneOf } from './zone.ts'

export const METRICS = ['completeness', 'continuity', 'validity', 'agreement'] as const
export type Metric = (typeof METRICS)[number]

const MAX_DAYS = 30
/** A day that is not over is measured again after this long. */
const FRESH_MS = 5 * 60_000
const GAP_DAYS = 7

const Score = z.number().min(0).max(100).nullable().describe('Null: nothing to measure by')
const Figures = z.object({
  events: z.number(),
  of_somebody: z.number().describe('Belonging to a customer'),
  named: z.number().describe('With an identifier that names one person'),
  expected: z.number().describe('Values that the plan expects'),
  present: z.number().describe('Those of them that came'),
  mended: z.number().describe('Events with values set aside or repaired'),
  broken: z.number().describe('Events that broke a rule and were taken'),
  dead: z.number().describe('Dead letters that wait'),
  due: z.number().describe('Events that the rhythm led to expect'),
  missing: z.number().describe('Those of them in gaps'),
  compared: z
    .array(
      z.object({
        name: z.string(),
        in_postgresql: z.number().int(),
        in_clickhouse: z.number().int(),
      }),
    )
    .optional(),
})
const Scores = z.object({
  completeness: Score,
  continuity: Score,
  validity: Score,
  agreement: Score,
})
const QualityDay = Scores.extend({ day: z.string(), figures: Figures })
export const Quality = z.object({
  measured_at: z.iso.datetime().nullable(),
  days: z.array(QualityDay).describe('Oldest first; the last one is today and not over'),
  sources: z
    .array(z.object({ source: z.string(), days: z.array(QualityDay) }))
    .describe('The same by source, those with the most events first'),
})

/** Measures what is not, or was not lately; safe to be asked by many at once. */
export async function refreshQuality(ctx: Ctx): Promise<string> {
  const zone = await zoneOf(ctx)
  const days = lastDays(ctx.now(), zone, MAX_DAYS)
  const { rows } = await sql<{ day: string; measured_at: Date }>`
    select to_char(day, 'YYYY-MM-DD') as day, measured_at from quality_day
    where tenant_id = ${ctx.tenantId} and source = ${EVERYWHERE} and day = any(${days}::date[])`.execute(
    ctx.pg,
  )
  const at = new Map(rows.map((r) => [r.day, r.measured_at.getTime()]))
  const now = ctx.now().getTime()
  const due = days.filter((day) => {
    const measured = at.get(day)
    if (measured === undefined) return true
    // Once more after it was over: late events belong to the day they happened.
    const end = startOfDay(day, zone).getTime() + 2 * 86_400_000
    return measured < end && now - measured > FRESH_MS
  })
  for (const run of consecutive(due, days)) await measureDays(ctx, zone, run)
  return zone
}

/** Runs of days that follow one another. */
export function consecutive(due: readonly string[], days: readonly string[]): string[][] {
  const wanted = new Set(due)
  const runs: string[][] = []
  let run: string[] | undefined
  for (const day of days) {
    if (!wanted.has(day)) {
      run = undefined
      continue
    }
    if (!run) {
      run = []
      runs.push(run)
    }
    run.push(day)
  }
  return runs
}

interface Row extends Measured {
  measured_at: Date
}
export async function readQuality(ctx: Ctx, count: number): Promise<z.infer<typeof Quality>> {
  const zone = await refreshQuality(ctx)
  const days = lastDays(ctx.now(), zone, count)
  const { rows } = await sql<Row>`
    select to_char(day, 'YYYY-MM-DD') as day, source, completeness, continuity, validity, agreement, figures, measured_at
    from quality_day where tenant_id = ${ctx.tenantId} and day = any(${days}::date[]) order by day, source`.execute(
    ctx.pg,
  )
  const bySource = Map.groupBy(rows, (r) => r.source)
  const whole = bySource.get(EVERYWHERE) ?? []
  bySource.delete(EVERYWHERE)
  const eventsOf = (some: Row[]) => some.reduce((sum, r) => sum + r.figures.events, 0)
  return {
    measured_at: whole.at(-1)?.measured_at.toISOString() ?? null,
    days: whole.map(present),
    sources: [...bySource]
      .sort(([a, x], [b, y]) => eventsOf(y) - eventsOf(x) || (a < b ? -1 : 1))
      .map(([source, some]) => ({ source, days: some.map(present) })),
  }
}

export const points = (hundredths: number | null) => (hundredths === null ? null : hundredths / 100)

const present = (r: Row): z.infer<typeof QualityDay> => ({
  day: r.day,
  completeness: points(r.completeness),
  continuity: points(r.continuity),
  validity: points(r.validity),
  agreement: points(r.agreement),
  figures: r.figures,
})

export const GapItem = z.object({
  source: z.string(),
  platform: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  hours: z.number().int(),
  missing: z.number().int().describe('Events that the rhythm led to expect, about'),
  is_open: z.boolean().describe('Nothing has come since'),
})

/** Silences of the last seven days, the newest first. */
export async function listGaps(ctx: Ctx): Promise<z.infer<typeof GapItem>[]> {
  const now = ctx.now()
  const rhythms = await rhythmsOf(ctx, new Date(now.getTime() - GAP_DAYS * 86_400_000), now)
  return rhythms
    .flatMap(({ source, platform, rhythm }) =>
      rhythm.gaps.map((gap) => ({
        source,
        platform,
        from: momentOf(gap.from),
        to: momentOf(gap.to),
        hours: gap.to - gap.from,
        missing: Math.round(gap.missing),
        is_open: gap.isOpen,
      })),
    )
    .sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : b.missing - a.missing))
}
