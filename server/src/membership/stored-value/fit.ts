// Whether stored value suits the brand: how often its customers buy against what a plan needs.
import { purchaseCycle } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'

/** Trades that sell stored value, with what is usual: a start to be changed, not a rule. */
export const PRESETS = {
  hairdressing: { pay_fen: 50_000, bonus_fen: 10_000, most_cycle_days: 45 },
  catering: { pay_fen: 30_000, bonus_fen: 3_000, most_cycle_days: 30 },
  fitness: { pay_fen: 200_000, bonus_fen: 20_000, most_cycle_days: 14 },
  supermarket: { pay_fen: 100_000, bonus_fen: 5_000, most_cycle_days: 14 },
  retail: { pay_fen: 50_000, bonus_fen: 5_000, most_cycle_days: 60 },
} as const
export type Preset = keyof typeof PRESETS

/** Longer than a year nobody sees to the end of. */
const MOST_DAYS = 365
const LEAST_CUSTOMERS = 30

export interface Fit {
  customers: number
  orders: number
  average_fen: number
  median_days: number | null
  /** Orders a customer a year, in hundredths. */
  orders_a_year_x100: number
  /** Orders it takes to use the plan up, and the days they take. */
  orders_needed: number | null
  days_needed: number | null
  warnings: FitWarning[]
}
export const FIT_WARNINGS = [
  'too_few_customers',
  'nobody_buys_twice',
  'bought_too_seldom',
  'takes_over_a_year',
  'bonus_above_half',
] as const
export type FitWarning = (typeof FIT_WARNINGS)[number]

export async function fitOf(
  ctx: Ctx,
  plan: { pay_fen: number; bonus_fen: number; preset: Preset },
): Promise<Fit> {
  const since = new Date(ctx.now().getTime() - 365 * 86_400_000)
  return judge(await purchaseCycle(ctx, since), plan)
}

/** Pure. */
export function judge(
  cycle: { customers: number; orders: number; average_fen: number; median_days: number | null },
  plan: { pay_fen: number; bonus_fen: number; preset: Preset },
): Fit {
  const { customers, orders, average_fen, median_days } = cycle
  const needed = average_fen > 0 ? Math.ceil((plan.pay_fen + plan.bonus_fen) / average_fen) : null
  // The first order is on the day of the top-up.
  const days =
    needed === null || median_days === null ? null : Math.ceil((needed - 1) * median_days)
  const warnings: FitWarning[] = []
  if (customers < LEAST_CUSTOMERS) warnings.push('too_few_customers')
  if (median_days === null) warnings.push('nobody_buys_twice')
  else if (median_days > PRESETS[plan.preset].most_cycle_days) warnings.push('bought_too_seldom')
  if (days !== null && days > MOST_DAYS) warnings.push('takes_over_a_year')
  if (plan.bonus_fen * 2 > plan.pay_fen) warnings.push('bonus_above_half')
  return {
    ...{ customers, orders, average_fen, median_days },
    orders_a_year_x100: customers === 0 ? 0 : Math.round((orders * 100) / customers),
    orders_needed: needed,
    days_needed: days,
    warnings,
  }
}
