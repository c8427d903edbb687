// The catalogue of metrics: what each is called, how it is reckoned, and the one way to compute it.
//
// A metric belongs to a family: metrics that one statement can count together. To add one:
//
// 1. Does a family read what it needs? Then add a part (a column of the family's statement) and a
//    metric over parts to that file. Else write a family of its own, a file like `orders.ts`, and put
//    it into `catalogue.ts`.
// 2. A metric is `of` a part, or `of` one part `by` another. A part that is no sum (customers counted
//    once) is counted for each period and for the whole range by the statement itself, never added up.
// 3. Say name, definition and formula in both languages here: the glossary, boards, alerts and
//    reports all take their words from it.
// 4. A vanity metric names the quality metric it stands `beside`; nobody shows it without that one.
import type { Permission } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { MetricReading } from './reading.ts'

/** `fen`: 1/100 of the brand's currency. `share`: 0 to 1. `ratio`: one thing per other. */
export const UNITS = ['count', 'fen', 'share', 'ratio', 'seconds', 'points'] as const
export type Unit = (typeof UNITS)[number]
export type Words = Readonly<Record<'zh-CN' | 'en', string>>

export interface Metric<Part extends string = string> {
  code: string
  unit: Unit
  /** Long-term relationship, or short-term result (A23). */
  term: 'long' | 'short'
  /** For a metric that looks good and says little alone: the code of the quality metric shown with it (A06). */
  beside?: string
  /** More of it is good, bad, or neither. */
  better: 'more' | 'less' | 'neither'
  /** As of a period's end, not of what happened within it. */
  isStock?: true
  of: Part
  by?: Part
  /** How many cases stand behind a share or ratio; `by` unless said. */
  cases?: Part
  /** Where it should lie, with who says so. */
  band?: { from: number; to: number; source: Words }
  name: Words
  definition: Words
  formula: Words
}

/** The very statement that was asked, for who wants to check a figure. */
export interface AskedQuery {
  store: 'event_store' | 'database'
  text: string
  parameters: Readonly<Record<string, unknown>>
}
export type Parts = Readonly<Record<string, number>>
export interface FamilyAnswer {
  /** By the moment at which a period begins; one that is missing is all zeros. */
  periods: ReadonlyMap<number, Parts>
  total: Parts
  queries: readonly AskedQuery[]
}

export interface MetricFamily<Part extends string = string> {
  code: string
  /** Moves when the definition does: of metrics that are not ours. */
  version?: string
  /** All that somebody must be allowed to see for its figures. */
  needs: readonly Permission[]
  metrics: readonly Metric<Part>[]
  /** @param parts only these are wanted: what is not asked need not be counted */
  read(ctx: Ctx, reading: MetricReading, parts: ReadonlySet<Part>): Promise<FamilyAnswer>
}

/** A family whose metrics name only parts it counts. */
export const familyOf = <Part extends string>(family: MetricFamily<Part>): MetricFamily =>
  family as unknown as MetricFamily
