// Measuring days: counted in both stores, kept as a row a day and source.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { compareDay } from './agreement.ts'
import { nextDay, startOfDay } from './days.ts'
import { continuityOf, type Hour, type Rhythm, rhythmOf, WEEKS } from './gaps.ts'
import {
  countBroken,
  countDays,
  countDead,
  countHours,
  expectedProperties,
  type HourCount,
} from './quality-queries.ts'
import {
  agreementOf,
  type Comparison,
  completenessOf,
  continuityScore,
  type Figures,
  meanOf,
  NO_FIGURES,
  validityOf,
} from './scores.ts'

const HOUR = 3_600_000
const WEEK = 7 * 24 * HOUR

/** Stands for the brand as a whole among the sources. */
export const EVERYWHERE = ''

export interface Measured {
  day: string
  source: string
  completeness: number | null
  continuity: number | null
  validity: number | null
  agreement: number | null
  figures: Figures & { compared?: Comparison[] }
}

/**
 * Measures consecutive days and writes them over what was there. Both stores are compared only for
 * the last two: older days have been, and erasure changes what they hold.
 */
export async function measureDays(ctx: Ctx, zone: string, days: readonly string[]): Promise<void> {
  const [first] = days
  const last = days.at(-1)
  if (first === undefined || last === undefined) return
  const from = startOfDay(first, zone)
  const to = startOfDay(nextDay(last), zone)
  const [counted, dead, broken, rhythms] = await Promise.all([
    countDays(ctx, zone, from, to, await expectedProperties(ctx)),
    countDead(ctx, zone, from, to),
    countBroken(ctx, days),
    rhythmsOf(ctx, from, to),
  ])
  const byKey = new Map<string, Figures>()
  const figuresOf = (day: string, source: string): Figures => {
    const key = `${day}\u001f${source}`
    const figures = byKey.get(key) ?? { ...NO_FIGURES }
    byKey.set(key, figures)
    return figures
  }
  const both = (day: string, source: string, add: (figures: Figures) => void) => {
    add(figuresOf(day, EVERYWHERE))
    if (source !== EVERYWHERE) add(figuresOf(day, source))
  }
  for (const day of days) figuresOf(day, EVERYWHERE)
  for (const c of counted)
    both(c.day, c.source, (f) => {
      f.events += c.events
      f.of_somebody += c.ofSomebody
      f.named += c.named
      f.expected += c.expected
      f.present += c.present
      f.mended += c.mended
    })
  for (const d of dead)
    both(d.day, d.source, (f) => {
      f.dead += d.n
    })
  for (const b of broken)
    both(b.day, b.source, (f) => {
      f.broken += b.n
    })
  for (const day of days) {
    const hours: [Hour, Hour] = [
      hourOf(startOfDay(day, zone)),
      hourOf(startOfDay(nextDay(day), zone)),
    ]
    for (const { source, rhythm } of rhythms) {
      const kept = continuityOf(rhythm, ...hours)
      if (!kept) continue
      both(day, source, (f) => {
        f.due += kept.expected
        f.missing += kept.missing
      })
    }
  }
  const recent = new Set(days.filter((day) => day >= dayBefore(ctx.now(), zone)))
  const measured: Measured[] = []
  for (const [key, figures] of byKey) {
    const [day = '', source = ''] = key.split('\u001f')
    const compared =
      source === EVERYWHERE && recent.has(day) ? await compareDay(ctx, zone, day) : undefined
    measured.push({
      day,
      source,
      completeness: completenessOf(figures),
      continuity: continuityScore(figures),
      validity: validityOf(figures),
      agreement: compared ? agreementOf(compared) : null,
      figures: { ...figures, ...(compared && { compared }) },
    })
  }
  await keep(ctx, withMeanContinuity(measured), days)
}

/** A small source that stopped must be seen beside a large one: each counts the same. */
function withMeanContinuity(measured: Measured[]): Measured[] {
  const bySource = Map.groupBy(
    measured.filter((m) => m.source !== EVERYWHERE),
    (m) => m.day,
  )
  return measured.map((m) =>
    m.source === EVERYWHERE
      ? { ...m, continuity: meanOf((bySource.get(m.day) ?? []).map((s) => s.continuity)) }
      : m,
  )
}

async function keep(ctx: Ctx, measured: Measured[], days: readonly string[]): Promise<void> {
  const u = unnest(measured, {
    day: ['date', (m) => m.day],
    source: ['text', (m) => m.source],
    completeness: ['integer', (m) => m.completeness],
    continuity: ['integer', (m) => m.continuity],
    validity: ['integer', (m) => m.validity],
    agreement: ['integer', (m) => m.agreement],
    figures: ['jsonb', (m) => JSON.stringify(m.figures)],
  })
  await sql`with gone as (
      delete from quality_day q where q.tenant_id = ${ctx.tenantId} and q.day = any(${days}::date[])
        and not exists (select 1 from ${u.rows} where r.day = q.day and r.source = q.source))
    insert into quality_day as held (tenant_id, ${u.names}, measured_at)
    select ${ctx.tenantId}::uuid, ${u.names}, ${ctx.now()}::timestamptz from ${u.rows} order by r.day, r.source
    on conflict (tenant_id, day, source) do update set completeness = excluded.completeness, continuity = excluded.continuity,
      validity = excluded.validity, agreement = coalesce(excluded.agreement, held.agreement),
      figures = case when excluded.figures ? 'compared' or not held.figures ? 'compared' then excluded.figures
        else excluded.figures || jsonb_build_object('compared', held.figures -> 'compared') end,
      measured_at = excluded.measured_at`.execute(ctx.pg)
}

export interface SourceRhythm {
  source: string
  platform: string
  rhythm: Rhythm
}
/** Each source on each platform, whole hours only: the one that runs is not over. */
export async function rhythmsOf(ctx: Ctx, from: Date, to: Date): Promise<SourceRhythm[]> {
  const begin = new Date(from.getTime() - WEEKS * WEEK)
  const end = Math.min(hourOf(to), hourOf(ctx.now()))
  const counts = await countHours(ctx, begin, to)
  const places = Map.groupBy(counts, (c) => `${c.source}\u001f${c.platform}`)
  return [...places.values()].map((hours) => ({
    source: hours[0]?.source ?? '',
    platform: hours[0]?.platform ?? '',
    rhythm: rhythmOf(countsOf(hours), hours[0]?.hour ?? end, hourOf(from), end),
  }))
}

const countsOf = (hours: readonly HourCount[]) => new Map(hours.map((h) => [h.hour, h]))
export const hourOf = (at: Date): Hour => Math.floor(at.getTime() / HOUR)
export const momentOf = (hour: Hour): string => new Date(hour * HOUR).toISOString()

/** Yesterday in the zone. */
function dayBefore(now: Date, zone: string): string {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(now)
  return new Date(Date.parse(`${today}T00:00:00Z`) - 24 * HOUR).toISOString().slice(0, 10)
}
