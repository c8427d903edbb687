// What the rules of a ladder say. Plain data: every wording is kept, so any past day can be told again.
import { z } from 'zod'

export const LADDERS = ['growth', 'fan'] as const
export type Ladder = (typeof LADDERS)[number]

const Event = z.string().trim().min(1).max(200)
const Amount = z.number().int().min(1).max(1_000_000_000_000)
const Need = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('spend'), at_least: Amount.describe('Fen, refunds taken off') }),
  z.strictObject({ by: z.literal('orders'), at_least: Amount }),
  z.strictObject({ by: z.literal('growth'), at_least: Amount }),
  z.strictObject({ by: z.literal('event'), event: Event, at_least: Amount }),
])
export type Need = z.infer<typeof Need>

const Level = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  name: z.string().trim().min(1).max(60),
  name_en: z.string().trim().min(1).max(60),
  title: z
    .string()
    .trim()
    .max(30)
    .default('')
    .describe('What its members are called; none: by its name'),
  title_en: z.string().trim().max(30).default(''),
  badge: z.guid().nullable().default(null).describe('A picture that its members are shown with'),
  match: z.enum(['any', 'all']).default('all').describe('Whether one need is enough'),
  needs: z.array(Need).max(8),
})
export type Level = z.infer<typeof Level>

const Window = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rolling'), months: z.number().int().min(1).max(60) }),
  z.strictObject({ kind: z.literal('calendar_year') }),
  z.strictObject({ kind: z.literal('lifetime') }),
])
export type Window = z.infer<typeof Window>

const Term = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('months'), months: z.number().int().min(1).max(60) }),
  z
    .strictObject({ kind: z.literal('year_end'), years: z.number().int().min(0).max(5) })
    .describe('To the end of the calendar year, or of one so many years later'),
  z.strictObject({ kind: z.literal('forever') }),
])
export type Term = z.infer<typeof Term>

export const LevelRules = z
  .strictObject({
    window: Window.describe('What counts towards a level'),
    term: Term.describe('How long a level that was reached is held before it is looked at'),
    grace_days: z.number().int().min(0).max(366).describe('To make up for what is missing'),
    downgrade: z.enum(['to_qualified', 'one_level']),
    counts_from: z.enum(['ever', 'joined']).default('ever').describe('Since when things count'),
    growth: z
      .strictObject({
        per_yuan: z.number().int().min(0).max(1_000).describe('For each 100 fen spent'),
        per_order: z.number().int().min(0).max(1_000_000),
        events: z
          .array(
            z.strictObject({
              event: Event,
              growth: z.number().int().min(1).max(1_000_000),
              per_day: z.number().int().min(1).max(1_000).nullable(),
            }),
          )
          .max(30),
      })
      .default({ per_yuan: 0, per_order: 0, events: [] }),
    levels: z.array(Level).min(1).max(20).describe('From the lowest; the first one needs nothing'),
  })
  .meta({ id: 'LevelRules' })
export type LevelRules = z.infer<typeof LevelRules>

/** A wording of the rules and since when it holds. */
export interface Version {
  version: number
  /** Milliseconds since 1970. */
  from: number
  rules: LevelRules
}

const keyOf = (need: Need) => (need.by === 'event' ? `event ${need.event}` : need.by)

/** What is wrong with rules that are well-formed; undefined: nothing. */
export function faultOfRules(
  rules: LevelRules,
  ladder: Ladder,
): { code: string; message: string; details: Record<string, unknown> } | undefined {
  const fault = (code: string, message: string, level?: string) => ({
    ...{ code, message },
    details: { level },
  })
  const codes = rules.levels.map((level) => level.code)
  const twice = codes.find((code, i) => codes.indexOf(code) !== i)
  if (twice) return fault('level_code_twice', `The level ${twice} stands twice`, twice)
  const [first, ...above] = rules.levels
  if (first && first.needs.length > 0)
    return fault('first_level_needs', 'The lowest level needs nothing', first.code)
  const open = above.find((level) => level.needs.length === 0)
  if (open) return fault('level_without_needs', 'Every other level needs something', open.code)
  const reached = new Map<string, number>()
  for (const level of above) {
    for (const need of level.needs) {
      const before = reached.get(keyOf(need))
      if (before !== undefined && need.at_least <= before)
        return fault(
          'levels_out_of_order',
          'A higher level needs more than a lower one',
          level.code,
        )
      reached.set(keyOf(need), need.at_least)
    }
    if (new Set(level.needs.map(keyOf)).size < level.needs.length)
      return fault('need_twice', 'A need stands twice', level.code)
  }
  const named = rules.growth.events.map((one) => one.event)
  if (new Set(named).size < named.length)
    return fault('event_twice', 'An event gives growth value twice')
  const spends = above.some((level) =>
    level.needs.some((n) => n.by === 'spend' || n.by === 'orders'),
  )
  if (ladder === 'fan' && (spends || rules.growth.per_yuan > 0 || rules.growth.per_order > 0))
    return fault('fan_by_spend', 'Fans rise by what they do, not by what they spend')
  return undefined
}

/** The events that these rules look at, each with the most of it that counts a day. */
export function eventsOf(rules: readonly LevelRules[]): string[] {
  const names = rules.flatMap((one) => [
    ...one.growth.events.map(({ event }) => event),
    ...one.levels.flatMap(({ needs }) => needs.flatMap((n) => (n.by === 'event' ? [n.event] : []))),
  ])
  return [...new Set(names)].sort()
}
