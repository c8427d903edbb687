// Each figure of the page as a rule of the audience language: counted, opened and made an audience by one
// statement.
import { z } from 'zod'
import { compile, type EventPattern, type Reading, type Rule } from '../../audiences/index.ts'
import type { Sql } from '../../platform/ch.ts'
import { STATUSES } from './score.ts'
import { DIMENSIONS, type SuperUserSettings } from './settings.ts'

export const SuperUserCell = z
  .object({
    is: z
      .enum([
        ...STATUSES,
        ...['scored', 'recognised', 'koc', 'content', 'pareto', 'super_in_pareto'],
        ...['super_high', 'super_low', 'other_high', 'other_low'],
        ...DIMENSIONS,
      ] as const as [string, ...string[]])
      .describe(
        'A status; koc; content: produced valuable content; pareto: the fewest who bring 80 % of what was spent; super_high: super users who spend much; a dimension: 60 and more of it',
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

export const windowOf = ({ window_days }: SuperUserSettings) =>
  ({ kind: 'last', span: { n: window_days, unit: 'day' } }) as const

export function ruleOf({ is }: SuperUserCell, settings: SuperUserSettings): Rule {
  const window = windowOf(settings)
  const top = (unit: 'basis_points' | 'contribution', n: number): Rule => ({
    kind: 'top',
    by: { kind: 'orders', of: 'amount_fen', where: {} },
    window,
    keep: { unit, n },
  })
  const scored = status(...STATUSES)
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
