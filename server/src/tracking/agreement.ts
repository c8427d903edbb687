// Whether both stores tell the same of a day. What is compared is wired in app.ts: each domain
// knows its own two places.
import type { DailyComparison } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { nextDay, startOfDay } from './days.ts'
import type { Comparison } from './scores.ts'

let comparisons: readonly DailyComparison[] = []
export function useComparisons(all: readonly DailyComparison[]): void {
  comparisons = all
}

export async function compareDay(ctx: Ctx, zone: string, day: string): Promise<Comparison[]> {
  const from = startOfDay(day, zone)
  const to = startOfDay(nextDay(day), zone)
  const compared: Comparison[] = []
  for (const { name, compare } of comparisons) {
    const told = await compare(ctx, from, to)
    // Work on its way looks like a difference once: believed when a second look says the same.
    const again = told.inPostgresql === told.inClickhouse ? told : await compare(ctx, from, to)
    compared.push({
      name,
      in_postgresql: again.inPostgresql,
      in_clickhouse: again.inClickhouse,
    })
  }
  return compared
}
