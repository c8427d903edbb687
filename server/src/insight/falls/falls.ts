// Is conversion falling? By the slope of its weeks or a change point of its days, with the segment it is
// owed to, and whether customers are contacted more often meanwhile: the wrong answer to a fall (A07).
import { z } from 'zod'
import { openTask } from '../../desk/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, conflict } from '../../platform/errors.ts'
import { changePointOf, type Day, drivingSegments, slopeOf } from '../calc/change.ts'
import { modeSaid, readGmv } from '../gmv/gmv.ts'
import { ModeSaid } from '../gmv/shape.ts'
import { type Counting, customersOf, sumsOf } from '../gmv/sums-sql.ts'
import { whom } from '../question/pattern.ts'
import { type Edges, edgesOf, nameOf, whole } from '../question/periods.ts'
import { rowsIn, stretchOfRange } from '../question/reading.ts'
import { decideHold, HOLD_REASONS } from './hold.ts'

/** What reaches out to customers, by the names our senders and connectors use. */
export const CONTACTS = [
  ...['message_sent', 'wecom_message_sent', 'sms_sent', 'template_message_sent', 'call_made'],
  ...['mail_sent', 'push_sent'],
]
const ALPHA = 0.05

export const WatchQuestion = z
  .object({
    days: z.number().int().min(14).max(180).default(56).describe('Whole days before today'),
    by: z
      .enum(['store', 'channel', 'pool'])
      .default('channel')
      .describe('Where the cause is looked for'),
    ...whom,
  })
  .strict()
  .meta({ example: { days: 56, by: 'channel' } })
export type WatchQuestion = z.infer<typeof WatchQuestion>

const Tried = z.object({ trials: z.int(), hits: z.int() })
export const WatchAnswer = z.object({
  mode: ModeSaid,
  days: z.array(
    z.object({
      day: z.string(),
      visitors: z.int(),
      buyers: z.int(),
      contacts: z.int(),
    }),
  ),
  slope: z
    .object({
      slope: z.number(),
      p_value: z.number(),
      direction: z.enum(['rising', 'falling', 'flat']),
    })
    .nullable()
    .describe('Of the conversion of the days, a median step; null: too few days'),
  change_point: z
    .object({ day: z.string(), before: z.number(), after: z.number(), p_value: z.number() })
    .nullable(),
  is_falling: z.boolean(),
  split: z
    .string()
    .describe('The day from which on “after” is counted: the change point, else the middle'),
  segments: z
    .array(
      z.object({
        value: z.string().nullable(),
        before: Tried,
        after: Tried,
        by_rate: z.number(),
        by_mix: z.number(),
        total: z.number(),
      }),
    )
    .describe('Of the change of conversion, what each brought; the largest first, without a rest'),
  pressure: z.object({
    before: z.number().nullable().describe('Contacts a day for each customer seen'),
    after: z.number().nullable(),
    is_told: z.boolean().describe('false: no event of a contact was ever sent'),
    is_alarm: z.boolean().describe('Conversion falls and contacts rise: hold'),
    hold: z.boolean().describe('The same, as whoever sends asks for it'),
    why: z.enum(HOLD_REASONS),
  }),
  as_of: z.iso.datetime(),
})
export type WatchAnswer = z.infer<typeof WatchAnswer>

export async function watchConversion(ctx: Ctx, question: WatchQuestion): Promise<WatchAnswer> {
  const { counting, mode } = await readGmv(ctx, question)
  const { clock } = counting.reading
  const today = Temporal.Instant.fromEpochMilliseconds(clock.now)
    .toZonedDateTimeISO(clock.timezone)
    .toPlainDate()
  const stretch = stretchOfRange(
    {
      date_from: today.subtract({ days: question.days }).toString(),
      date_to: today.subtract({ days: 1 }).toString(),
    },
    clock,
  )
  const edges = edgesOf(stretch, 'day', clock.timezone)
  const starts = edges.slice(0, -1)
  const [all, contacts] = await Promise.all([
    triedBy(ctx, 'none', edges, counting),
    contactsBy(ctx, edges, counting),
  ])
  const brand = all.get('') ?? new Map<number, Day>()
  const days = starts.map((start) => brand.get(start) ?? { trials: 0, hits: 0 })
  const rates = days.flatMap(({ trials, hits }) => (trials > 0 ? [hits / trials] : []))
  const slope = rates.length < 4 ? null : slopeOf(rates, ALPHA)
  const change = changeIn(days)
  const falls = change !== null && change.p_value < ALPHA && change.after < change.before
  const is_falling = falls || slope?.direction === 'falling'
  const split = falls ? change.day : Math.floor(starts.length / 2)
  const halves = [starts[0], starts[split], edges.at(-1)] as [number, number, number]
  const told = await triedBy(ctx, question.by, halves, counting)
  const segments = [...told].map(([name, tried]) => ({
    ...{ name, before: tried.get(halves[0]) ?? NOBODY, after: tried.get(halves[1]) ?? NOBODY },
  }))
  const pressureOf = (from: number, to: number) => {
    const visitors = days.slice(from, to).reduce((sum, { trials }) => sum + trials, 0)
    const sent = starts.slice(from, to).reduce((sum, start) => sum + (contacts.get(start) ?? 0), 0)
    return visitors > 0 ? sent / visitors : null
  }
  const [before, after] = [pressureOf(0, split), pressureOf(split, days.length)]
  const is_told = contacts.size > 0
  const hold = decideHold(is_falling, { before, after, is_told })
  const name = (start: number | undefined) => nameOf(start ?? 0, 'day', clock.timezone)
  return {
    mode: modeSaid(mode),
    days: starts.map((start, i) => ({
      ...{ day: name(start), visitors: days[i]?.trials ?? 0, buyers: days[i]?.hits ?? 0 },
      contacts: contacts.get(start) ?? 0,
    })),
    slope,
    change_point: change && { ...change, day: name(starts[change.day]) },
    is_falling,
    split: name(starts[split]),
    segments: partsOf(segments).map(({ name, ...part }) => ({
      ...{ value: name || null, ...part },
      before: segments.find((one) => one.name === name)?.before ?? NOBODY,
      after: segments.find((one) => one.name === name)?.after ?? NOBODY,
    })),
    pressure: {
      ...{ before, after, is_told, is_alarm: hold.hold },
      ...hold,
    },
    as_of: new Date(clock.now).toISOString(),
  }
}

const NOBODY: Day = { trials: 0, hits: 0 }

function changeIn(days: readonly Day[]) {
  return days.filter(({ trials }) => trials > 0).length < 4 ? null : changePointOf(days)
}

function partsOf(segments: Parameters<typeof drivingSegments>[0]) {
  try {
    return drivingSegments(segments).parts
  } catch (error) {
    // Nobody on one side: there is no change to owe to anybody.
    if (error instanceof AppError && error.code === 'too_few_values') return []
    throw error
  }
}

/** Visitors and who of them bought, by segment and period. */
async function triedBy(
  ctx: Ctx,
  by: 'none' | WatchQuestion['by'],
  edges: Edges,
  counting: Counting,
) {
  const rows = await ctx.ch.rows<{ v: string; p: string; visitors: string; buyers: string }>(
    ctx.tenantId,
    sumsOf(customersOf(by, whole(edges), edges, counting)),
  )
  const found = new Map<string, Map<number, Day>>()
  for (const { v, p, visitors, buyers } of rows) {
    const own = found.get(v) ?? new Map<number, Day>()
    const trials = Math.max(Number(visitors), Number(buyers))
    found.set(v, own.set(Number(p), { trials, hits: Number(buyers) }))
  }
  return found
}

async function contactsBy(ctx: Ctx, edges: Edges, { reading }: Counting) {
  const rows = await ctx.ch.rows<{ p: string; n: string }>(
    ctx.tenantId,
    sql`select roundDown(toUnixTimestamp64Milli(at), ${as('Array(Int64)', edges.slice(0, -1))}) as p, count() as n
      from event where ${reading.whose} and name in ${as('Array(String)', CONTACTS)} and ${rowsIn(whole(edges))} group by p`,
  )
  return new Map(rows.map(({ p, n }) => [Number(p), Number(n)]))
}

/** One task for one fall, however often it is looked at. @throws 409 where nothing falls */
export async function openDiagnosis(
  ctx: Ctx,
  question: WatchQuestion,
  /** Whose conversion it is; the whole brand’s unless said. */
  pool?: { id: string; name: string },
) {
  const found = await watchConversion(ctx, question)
  if (!found.is_falling) throw conflict('nothing_falls', 'Conversion does not fall')
  const [driver] = found.segments.filter(({ total }) => total < 0)
  const share = ({ trials, hits }: Day) => (trials > 0 ? hits / trials : 0)
  const sum = (side: 'before' | 'after') =>
    found.days
      .filter(({ day }) => (side === 'before') === day < found.split)
      .reduce(
        (all, { visitors, buyers }) => ({ trials: all.trials + visitors, hits: all.hits + buyers }),
        NOBODY,
      )
  const percent = (rate: number) => `${(rate * 100).toFixed(1)}%`
  return openTask(ctx, {
    kind: found.pressure.is_alarm ? 'conversion_falls_under_pressure' : 'conversion_falls',
    params: {
      ...{ split: found.split, by: question.by, segment: driver?.value ?? '' },
      ...(pool && { pool: pool.name }),
      ...{ before: percent(share(sum('before'))), after: percent(share(sum('after'))) },
    },
    link: `/insight/watch?ask=${encodeURIComponent(JSON.stringify({ days: question.days, by: question.by, ...(question.who && { who: question.who }) }))}`,
    // A change point has its day; a slope is one thing a month.
    key: `conversion ${pool ? `${pool.id} ` : ''}${found.change_point && found.change_point.p_value < ALPHA ? found.change_point.day : found.split.slice(0, 7)}`,
  })
}

/** What the night does: a fall opens its task; a brand without one, or with few days, is left alone. */
export async function watchNightly(ctx: Ctx): Promise<void> {
  const question = WatchQuestion.parse({})
  if (!(await watchConversion(ctx, question)).is_falling) return
  await openDiagnosis(ctx, question)
}
