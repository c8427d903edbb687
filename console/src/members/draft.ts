// Rules as a form holds them, and back: money in yuan, one row a need.
import { fenOf } from '../commerce/price.ts'
import type { Ladder, Level, Rules } from './api.ts'

export interface NeedFields {
  by: 'spend' | 'orders' | 'growth' | 'event'
  event?: string
  at_least: number
}
export interface LevelFields {
  code: string
  name: string
  name_en: string
  title?: string
  title_en?: string
  badge?: string | null
  match: Level['match']
  needs?: NeedFields[]
}
export interface RulesFields {
  window: Rules['window']['kind']
  window_months?: number
  term: Rules['term']['kind']
  term_months?: number
  term_years?: number
  grace_days: number
  downgrade: Rules['downgrade']
  per_yuan: number
  per_order: number
  events?: { event: string; growth: number; per_day?: number | null }[]
  levels: LevelFields[]
  note?: string
}

type StartCode = 'basic' | 'silver' | 'gold' | 'visitor' | 'keen' | 'devoted'
type StartLevel = Pick<LevelFields, 'match'> & { code: StartCode; needs: NeedFields[] }
const START: Record<Ladder, StartLevel[]> = {
  growth: [
    { code: 'basic', match: 'all', needs: [] },
    {
      ...{ code: 'silver', match: 'all' },
      needs: [{ by: 'spend', at_least: 1_000 }],
    },
    {
      ...{ code: 'gold', match: 'all' },
      needs: [{ by: 'spend', at_least: 5_000 }],
    },
  ],
  fan: [
    { code: 'visitor', match: 'all', needs: [] },
    {
      ...{ code: 'keen', match: 'any' },
      needs: [{ by: 'event', event: 'checked_in', at_least: 15 }],
    },
    {
      ...{ code: 'devoted', match: 'any' },
      needs: [{ by: 'event', event: 'checked_in', at_least: 50 }],
    },
  ],
}

/** @param called what a level to begin with is called */
export function fieldsOf(
  rules: Rules | undefined,
  ladder: Ladder,
  called: (code: StartCode) => string,
): RulesFields {
  if (!rules)
    return {
      ...{ window: 'rolling', window_months: ladder === 'fan' ? 3 : 12 },
      ...{ term: 'months', term_months: ladder === 'fan' ? 3 : 12, grace_days: 14 },
      ...{
        downgrade: 'to_qualified',
        per_yuan: ladder === 'fan' ? 0 : 1,
        per_order: 0,
        events: [],
      },
      levels: START[ladder].map((level) => ({
        ...level,
        ...{ name: called(level.code), name_en: called(level.code), needs: [...level.needs] },
      })),
    }
  const { window, term, grace_days, downgrade, growth, levels } = rules
  return {
    window: window.kind,
    window_months: window.kind === 'rolling' ? window.months : undefined,
    term: term.kind,
    term_months: term.kind === 'months' ? term.months : undefined,
    term_years: term.kind === 'year_end' ? term.years : undefined,
    ...{ grace_days, downgrade, per_yuan: growth.per_yuan, per_order: growth.per_order },
    events: growth.events,
    levels: levels.map((level) => ({
      ...level,
      needs: level.needs.map((need) => ({
        ...need,
        at_least: need.by === 'spend' ? need.at_least / 100 : need.at_least,
      })),
    })),
  }
}

export function rulesOf(fields: RulesFields, before: Rules | undefined): Rules {
  const { window, term } = fields
  return {
    window:
      window === 'rolling'
        ? { kind: window, months: fields.window_months ?? 12 }
        : { kind: window },
    term:
      term === 'months'
        ? { kind: term, months: fields.term_months ?? 12 }
        : term === 'year_end'
          ? { kind: term, years: fields.term_years ?? 0 }
          : { kind: term },
    grace_days: fields.grace_days,
    downgrade: fields.downgrade,
    counts_from: before?.counts_from ?? 'ever',
    growth: {
      ...{ per_yuan: fields.per_yuan ?? 0, per_order: fields.per_order ?? 0 },
      events: (fields.events ?? []).map(({ event, growth, per_day }) => ({
        ...{ event, growth, per_day: per_day ?? null },
      })),
    },
    levels: fields.levels.map(({ code, name, name_en, title, title_en, badge, match, needs }) => ({
      ...{ code, name, name_en, match, badge: badge ?? null },
      ...{ title: title?.trim() ?? '', title_en: title_en?.trim() ?? '' },
      needs: (needs ?? []).map(({ by, event, at_least }) =>
        by === 'event'
          ? { by, event: event ?? '', at_least }
          : { by, at_least: by === 'spend' ? (fenOf(at_least) ?? 0) : at_least },
      ),
    })),
  }
}
