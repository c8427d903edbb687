// Each figure of the page as a rule of the audience language: counted, opened and made an audience by one
// statement.
import { z } from 'zod'
import { compile, type EventPattern, type Reading, type Rule } from '../../audiences/index.ts'
import type { Sql } from '../../platform/ch.ts'
import { STATUSES } from './score.ts'
import { DIMENSIONS, type SuperUserSettings } from './settings.ts'

/** Bands of the customer value index, each from its number up to the next one. */
export const BANDS = [80, 60, 40, 0] as const
export const VALUE_CELLS = ['value_80', 'value_60', 'value_40', 'value_0', 'value_none'] as const

/** Known by an account on a public platform; and of these, as they are now. */
export const OUTSIDE_CELLS = [
  'outside',
  'outside_strong',
  'outside_converted',
  'outside_super',
] as const

export const SuperUserCell = z
  .object({
    is: z
      .enum([
        ...STATUSES,
        ...['scored', 'recognised', 'koc', 'content', 'pareto', 'super_in_pareto'],
        ...['super_high', 'super_low', 'other_high', 'other_low'],
        ...DIMENSIONS,
        ...VALUE_CELLS,
        ...OUTSIDE_CELLS,
      ] as const as [string, ...string[]])
      .describe(
        'A status; koc; content: produced valuable content; pareto: the fewest who bring 80 % of what was spent; super_high: super users who spend much; a dimension: 60 and more of it; value_80: a customer value index from there on, value_0: below 40, value_none: none yet',
      ),
  })
  .strict()
export type SuperUserCell = z.infer<typeof SuperUserCell>

export const HIGH_SPEND = 2_000
const PERFORMANCE = 8_000
/** From here on a dimension is strong. */
export const STRONG = 60

const status = (...values: string[]): Rule => ({
  kind: 'attribute',
  name: 'super_user_status',
  is: { op: 'in', values },
})
const both = (...rules: Rule[]): Rule => ({ kind: 'all', rules })
const not = (rule: Rule): Rule => ({ kind: 'not', rule })
const strong = (dimension: string): Rule => ({
  kind: 'attribute',
  name: `super_user_${dimension}`,
  is: { op: 'gte', value: STRONG },
})

const valued = (value: number): Rule => ({
  kind: 'attribute',
  name: 'customer_value_index',
  is: { op: 'gte', value },
})

export const windowOf = ({ window_days }: SuperUserSettings) =>
  ({ kind: 'last', span: { n: window_days, unit: 'day' } }) as const

/** Known where the brand speaks for itself: a member, a WeChat user of its own, or somebody's friend. */
const OWN: Rule = {
  kind: 'any',
  rules: [
    { kind: 'identifier', namespaces: ['member_id', 'unionid'] },
    { kind: 'friend', state: 'friend', window: { kind: 'ever' } },
  ],
}

export function ruleOf({ is }: SuperUserCell, settings: SuperUserSettings): Rule {
  const window = windowOf(settings)
  const top = (unit: 'basis_points' | 'contribution', n: number): Rule => ({
    kind: 'top',
    by: { kind: 'orders', of: 'amount_fen', where: {} },
    window,
    keep: { unit, n },
  })
  const scored = status(...STATUSES)
  const outside: Rule = { kind: 'identifier', namespaces: settings.outside.platforms }
  const high = top('basis_points', HIGH_SPEND)
  const pareto = top('contribution', PERFORMANCE)
  switch (is) {
    case 'scored':
      return scored
    case 'recognised':
      return { kind: 'attribute', name: 'super_user_recognised', is: { op: 'is', value: true } }
    case 'koc':
      return both(status('super', 'candidate'), strong('diffusion'))
    case 'content':
      return { kind: 'did', event: contentOf(settings), window, times: { op: 'gte', value: 1 } }
    case 'pareto':
      return pareto
    case 'super_in_pareto':
      return both(status('super'), pareto)
    case 'super_high':
      return both(status('super'), high)
    case 'super_low':
      return both(status('super'), not(high))
    case 'other_high':
      return both(scored, not(status('super')), high)
    case 'other_low':
      return both(scored, not(status('super')), not(high))
    case 'outside':
      return outside
    case 'outside_strong':
      return both(outside, {
        kind: 'attribute',
        name: settings.outside.score,
        is: { op: 'gte', value: settings.outside.at_least },
      })
    case 'outside_converted':
      return both(outside, OWN)
    case 'outside_super':
      return both(outside, OWN, status('super', 'candidate'))
    case 'value_80':
      return valued(80)
    case 'value_60':
      return both(valued(60), not(valued(80)))
    case 'value_40':
      return both(valued(40), not(valued(60)))
    case 'value_0':
      return both(valued(0), not(valued(40)))
    case 'value_none':
      return both(scored, not(valued(0)))
    default:
      return (DIMENSIONS as readonly string[]).includes(is) ? strong(is) : status(is)
  }
}

/** Produced content, of the quality that the brand asks for. */
export function contentOf({ content, content_quality: quality }: SuperUserSettings): EventPattern {
  const where = quality
    ? [{ property: quality.property, is: { op: 'gte' as const, value: quality.at_least } }]
    : []
  return { any_of: content.map((event) => ({ event, where })) }
}

export const bitmapOf = (cell: SuperUserCell, settings: SuperUserSettings, reading: Reading): Sql =>
  compile(ruleOf(cell, settings), reading).bitmap
