// How often a storefront may promote, asked before something goes live.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { type Excess, earliest, excessesOf, fullestWindow, WINDOW } from './rule.ts'
import {
  daysOf,
  dayText,
  type LimitedStorefront,
  limitedStorefronts,
  type Promotion,
  promotionDays,
} from './stretches.ts'

/** Of one storefront: what it exceeds, and from when on as long a one would not. */
export interface StorefrontExcess extends Excess {
  storefront: string
  /** A day of the brand's calendar; null: not within a year. */
  earliest: string | null
}

const isAt = (storefronts: readonly string[], code: string) =>
  storefronts.length === 0 || storefronts.includes(code)

export async function excessesAt(ctx: Ctx, wanted: Promotion): Promise<StorefrontExcess[]> {
  const limited = (await limitedStorefronts(ctx)).filter((s) => isAt(wanted.storefronts, s.code))
  if (limited.length === 0) return []
  const { stretch, today } = await daysOf(ctx, wanted)
  const all = await promotionDays(ctx, stretch.from - 400, wanted.id)
  return limited.flatMap((storefront) => {
    const others = all.filter((other) => isAt(other.storefronts, storefront.code))
    const excesses = excessesOf(storefront, others, stretch)
    if (excesses.length === 0) return []
    const days = stretch.to - stretch.from + 1
    const day = Number.isFinite(days)
      ? earliest(storefront, others, Math.max(today, stretch.from), days)
      : undefined
    return excesses.map((excess) => ({
      ...{ ...excess, storefront: storefront.name },
      earliest: day === undefined ? null : dayText(day),
    }))
  })
}

/**
 * Two that go live at once ask one after the other. Call in the transaction that puts it live.
 * @throws 409 storefront_frequency, each limit with its reason
 */
export async function demandFrequency(ctx: Ctx, wanted: Promotion): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`promotion frequency ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
  const excesses = await excessesAt(ctx, wanted)
  if (excesses.length === 0) return
  const { rows } = await sql<{ language: 'zh-CN' | 'en' }>`
    select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const language = rows[0]?.language ?? 'zh-CN'
  throw conflict(
    'storefront_frequency',
    'A storefront would be promoted more often than it may be',
    excesses.map((excess) => ({ ...excess, reason: inWords(excess, language) })),
  )
}

function inWords(excess: StorefrontExcess, language: 'zh-CN' | 'en'): string {
  const { storefront, rule, most, have, names, earliest: day } = excess
  if (language === 'en') {
    const why = {
      gap_days: `${storefront}: ${most} whole days between two promotions, here ${have}`,
      most_activities: `${storefront}: ${most} promotions begin in any ${WINDOW} days at most, this would be number ${have}`,
      most_days: `${storefront}: ${most} days of any ${WINDOW} are promoted at most, with this ${have}`,
    }[rule]
    const near = names.length > 0 ? ` (${names.join(', ')})` : ''
    return `${why}${near}. ${day ? `As long a one may begin on ${day}.` : 'One as long finds no place within a year.'}`
  }
  const why = {
    gap_days: `${storefront}：两场促销之间至少隔 ${most} 天，现在只隔 ${have} 天`,
    most_activities: `${storefront}：任意 ${WINDOW} 天最多 ${most} 场促销，这会是第 ${have} 场`,
    most_days: `${storefront}：任意 ${WINDOW} 天最多 ${most} 个促销日，加上这场有 ${have} 天`,
  }[rule]
  const near = names.length > 0 ? `（${names.join('、')}）` : ''
  return `${why}${near}。${day ? `同样长的一场最早可以从 ${day} 开始。` : '同样长的一场一年内都排不下。'}`
}

export interface StorefrontCalendar extends LimitedStorefront {
  /** The fullest thirty days of those that touch the period. */
  fullest: { from: string; to: string; activities: number; days: number }
  promotions: {
    kind: 'activity' | 'offer'
    id: string
    name: string
    from: string
    to: string | null
  }[]
  /** The first day, from today on, on which a promotion of one day may begin; null: none in a year. */
  next: string | null
}

/** What storefronts with limits have of them in a period, days of the brand's calendar. */
export async function storefrontCalendar(
  ctx: Ctx,
  from: number,
  to: number,
): Promise<StorefrontCalendar[]> {
  const limited = await limitedStorefronts(ctx)
  if (limited.length === 0) return []
  const now = { name: '', starts_at: ctx.now(), ends_at: null }
  const { today } = await daysOf(ctx, now)
  const all = await promotionDays(ctx, Math.min(from, today) - 400, null)
  return limited.map((storefront) => {
    const its = all.filter(({ storefronts }) => isAt(storefronts, storefront.code))
    const fullest = fullestWindow(its, from, to)
    const next = earliest(storefront, its, today, 1)
    return {
      ...storefront,
      fullest: {
        ...{ ...fullest, from: dayText(fullest.from) },
        to: dayText(fullest.from + WINDOW - 1),
      },
      promotions: its
        .filter((one) => one.to >= from && one.from <= to)
        .map(({ kind, id, name, ...days }) => ({
          ...{ kind, id, name, from: dayText(days.from) },
          to: Number.isFinite(days.to) ? dayText(days.to) : null,
        })),
      next: next === undefined ? null : dayText(next),
    }
  })
}
