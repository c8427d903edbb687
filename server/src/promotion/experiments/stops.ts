// When an experiment stops by itself, and by which figures. Pure: the first rule that holds, in a fixed order.
// Every interval holds however often one looks (figures.ts), so looking often stops nothing falsely.
import { type Figured, sumsOf, type Terms } from './figures.ts'
import type { Outcome } from './outcomes.ts'
import type { StopRule } from './shapes.ts'

export interface Stopped {
  rule: StopRule
  arm: string | null
  figures: Record<string, number>
}

type Asked = { terms: Terms; figured: Figured; outcomes: readonly Outcome[]; now: Date }

export function stopOf(asked: Asked): Stopped | null {
  return (
    ratioStop(asked) ??
    guardStop(asked) ??
    budgetStop(asked) ??
    winnerStop(asked) ??
    futilityStop(asked) ??
    endStop(asked)
  )
}

/** Then no other figure can be trusted either. */
function ratioStop({ figured: { sample_ratio: ratio, arms } }: Asked): Stopped | null {
  if (!ratio || ratio.ok) return null
  const off = (arm: (typeof arms)[number]) => Math.abs(arm.exposed - arm.expected)
  const [worst] = [...arms].sort((a, b) => off(b) - off(a))
  return {
    ...{ rule: 'sample_ratio', arm: worst?.code ?? null },
    figures: {
      ...{ p_value: ratio.p_value, limit: ratio.limit },
      ...(worst && { exposed: worst.exposed, expected: worst.expected }),
    },
  }
}

function guardStop({ figured }: Asked): Stopped | null {
  const broken = figured.guards.find((guard) => guard.broken)
  if (!broken) return null
  const { rule, arm, limit_bp, value_bp, interval } = broken
  return {
    ...{ rule, arm },
    figures: { limit_bp, ...(value_bp !== null && { value_bp }), ...interval },
  }
}

function budgetStop({ figured: { budget }, outcomes }: Asked): Stopped | null {
  const { used_fen, budget_fen } = budget
  if (budget_fen !== null && used_fen >= budget_fen)
    return { rule: 'budget', arm: null, figures: { used_fen, budget_fen } }
  const spent = outcomes.find((o) => o.is_used_up)
  return spent
    ? { rule: 'used_up', arm: spent.code, figures: { subsidy_fen: spent.subsidy_fen } }
    : null
}

/** Comparisons of the metric that was chosen before, of arms with people enough; none unless all have them. */
function decisive({ terms, figured, outcomes }: Asked): Figured['comparisons'] {
  if (outcomes.some((o) => sumsOf(o, terms.metric).n < terms.least_customers)) return []
  const found = figured.comparisons.filter((c) => c.decides)
  return found.length === outcomes.length - 1 ? found : []
}

function winnerStop(asked: Asked): Stopped | null {
  const found = decisive(asked)
  const [best] = found.filter((c) => c.low > 0).sort((a, b) => b.estimate - a.estimate)
  const people = asked.outcomes.reduce((sum, o) => sum + sumsOf(o, asked.terms.metric).n, 0)
  const told = ({ estimate, low, high, alpha, relative }: (typeof found)[number]) => ({
    ...{ estimate, low, high, alpha, measured: people },
    ...(relative && { lift: relative.estimate, lift_low: relative.low, lift_high: relative.high }),
  })
  if (best) return { rule: 'winner', arm: best.arm, figures: told(best) }
  // Control is better than every other: the nearest of them is named.
  const [nearest] = [...found].sort((a, b) => b.high - a.high)
  return nearest && found.every((c) => c.high < 0)
    ? { rule: 'winner', arm: nearest.against, figures: told(nearest) }
    : null
}

/** Not one arm can still reach the lift that would be worth having. */
function futilityStop(asked: Asked): Stopped | null {
  const { least_lift_bp } = asked.terms
  const found = decisive(asked)
  if (least_lift_bp === null || found.length === 0) return null
  const highs = found.map((c) => c.relative?.high ?? Number.POSITIVE_INFINITY)
  const high = Math.max(...highs)
  if (high * 10_000 >= least_lift_bp) return null
  const best = found[highs.indexOf(high)]
  return {
    ...{ rule: 'futility', arm: best?.arm ?? null },
    figures: { wanted_bp: least_lift_bp, lift_high: high, lift: best?.relative?.estimate ?? 0 },
  }
}

function endStop({ terms, now }: Asked): Stopped | null {
  const end = Date.parse(terms.ends_at)
  return now.getTime() >= end ? { rule: 'end_date', arm: null, figures: {} } : null
}
