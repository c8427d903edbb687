// A programme with rules, and members, for tests.
import type { Ctx } from '../platform/ctx.ts'
import { keepOf } from './levels/keep.ts'
import { type Ladder, LevelRules } from './levels/rules.ts'
import { publishRules, versionsOf } from './levels/versions.ts'
import { setProgramme, WAYS, type Way } from './programme/programme.ts'

export const RULES = LevelRules.parse({
  window: { kind: 'rolling', months: 12 },
  term: { kind: 'months', months: 12 },
  grace_days: 30,
  downgrade: 'to_qualified',
  levels: [
    { code: 'plain', name: '普通会员', name_en: 'Plain', needs: [] },
    {
      code: 'silver',
      name: '银卡',
      name_en: 'Silver',
      needs: [{ by: 'spend', at_least: 1_000_00 }],
    },
    { code: 'gold', name: '金卡', name_en: 'Gold', needs: [{ by: 'spend', at_least: 5_000_00 }] },
  ],
})

/** The same brand on another day. */
export const onDay = <C extends Ctx>(ctx: C, day: string): C => ({
  ...ctx,
  now: () => new Date(`${day}T12:00:00+08:00`),
})

export const programme = (ctx: Ctx, joining: readonly Way[] = WAYS) =>
  setProgramme(
    ctx,
    {
      ...{ name: '主场会员', terms_version: '2025-01', terms_text: '', joining: [...joining] },
      join_event: joining.includes('event') ? 'joined_the_club' : null,
    },
    0,
  )

export async function publish(ctx: Ctx, rules: LevelRules = RULES, ladder: Ladder = 'growth') {
  const version = (await versionsOf(ctx, ladder)).at(-1)?.version ?? 0
  return publishRules(ctx, ladder, { rules, note: '', version })
}

/** Everything that was noted is looked at. */
export async function settleLevels(ctx: Ctx): Promise<void> {
  while ((await keepOf(ctx)) > 0);
}
