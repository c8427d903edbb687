// The attributes in which standings are read by audiences, lists, breakdowns and templates, like any other.
import { putValues } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type ComputedWords, provideComputed } from '../../profile/index.ts'
import type { Calendar } from './calendar.ts'
import type { Progress } from './measure.ts'
import type { Standing } from './replay.ts'
import type { Ladder, LevelRules } from './rules.ts'

type LevelAttribute = ComputedWords & { of(standing: Standing, calendar: Calendar): unknown }
const GROUP = '会员'

const MEMBER: readonly LevelAttribute[] = [
  {
    ...{
      name: 'member_level',
      label: '会员等级',
      label_en: 'Member level',
      group: GROUP,
      type: 'text',
    },
    description: '会员现在的等级（编码）；不是会员就没有',
    of: (s) => s.level,
  },
  {
    ...{
      name: 'member_level_since',
      label: '等级起始日',
      label_en: 'Member level since',
      group: GROUP,
      type: 'date',
    },
    description: '从哪一天起是这个等级',
    of: (s, calendar) => calendar.dayOf(s.since),
  },
  {
    ...{
      name: 'member_level_until',
      label: '等级到期日',
      label_en: 'Member level until',
      group: GROUP,
      type: 'date',
    },
    description: '不再达标的话，等级保到哪一天；不会到期的等级没有',
    of: (s, calendar) => (s.termEndsAt === null ? undefined : calendar.dayOf(s.termEndsAt)),
  },
  {
    ...{
      name: 'growth_value',
      label: '成长值',
      label_en: 'Growth value',
      group: GROUP,
      type: 'number',
    },
    description: '统计期内的成长值；只用来定级，不会被花掉',
    of: (s) => s.figures.growth,
  },
  {
    ...{
      name: 'member_level_progress',
      label: '升级进度',
      label_en: 'Progress to next level',
      group: GROUP,
      type: 'number',
    },
    description: '离上一级还差多少：0–100；最高等级没有',
    of: (s) => percentOf(s.progress),
  },
]
const FAN: readonly LevelAttribute[] = [
  {
    ...{ name: 'fan_level', label: '粉丝等级', label_en: 'Fan level', group: GROUP, type: 'text' },
    description: '还不是会员的客户，按互动定的等级（编码）；入会后就没有',
    of: (s) => s.level,
  },
  {
    ...{
      name: 'fan_level_progress',
      label: '粉丝升级进度',
      label_en: 'Progress to next fan level',
      group: GROUP,
      type: 'number',
    },
    description: '离上一级粉丝等级还差多少：0–100；最高等级没有',
    of: (s) => percentOf(s.progress),
  },
]
export const ATTRIBUTES: Readonly<Record<Ladder, readonly LevelAttribute[]>> = {
  growth: MEMBER,
  fan: FAN,
}

/** How far she is: by the need that lacks most, or where one is enough, by the nearest. */
export function percentOf(progress: Progress): number | undefined {
  if (!progress) return undefined
  const parts = progress.needs.map(({ have, at_least }) => Math.min(1, have / at_least))
  const part = progress.match === 'any' ? Math.max(...parts) : Math.min(...parts)
  return Math.floor(part * 100)
}

/**
 * In the caller's transaction; codes are read by the names of their levels.
 * @throws 409 attribute_exists when the brand means something else by one
 */
export async function reserveLevels(
  ctx: Ctx,
  ladder: Ladder,
  rules: readonly LevelRules[],
): Promise<void> {
  // A level that is no more still stands in histories: the newest name of each code.
  const names = new Map(rules.flatMap((one) => one.levels).map((level) => [level.code, level]))
  const value_labels = [...names.values()].map(({ code, name, name_en }) => ({
    ...{ value: code, label: name, label_en: name_en },
  }))
  await provideComputed(
    ctx,
    ATTRIBUTES[ladder].map(({ of: _, ...words }) =>
      words.type === 'text' ? { ...words, value_labels } : words,
    ),
  )
}

/** In the caller's transaction. Who has no standing has no value. */
export async function putStandings(
  ctx: Ctx,
  ladder: Ladder,
  at: Date,
  calendar: Calendar,
  standings: ReadonlyMap<number, Standing | undefined>,
): Promise<void> {
  const ids = [...standings.keys()]
  for (const attribute of ATTRIBUTES[ladder]) {
    const values = [...standings].flatMap(([customer, standing]) => {
      const value = standing && attribute.of(standing, calendar)
      return value === undefined ? [] : [{ customer, value }]
    })
    await putValues(ctx, attribute.name, at, { of: { ids }, values })
  }
}
