// The grading kit finds whom its templates say.
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { checkRule } from './check-rule.ts'
import { Rule } from './rule.ts'
import { parametersOf, ruleOf, TEMPLATES } from './templates.ts'
import type { Happened, Known } from './testing-evaluator.ts'
import { insideOf, tell } from './testing-world.ts'

const NOW = Date.parse('2026-06-15T04:00:00Z')
const DAY = 86_400_000
const ago = (days: number) => NOW - days * DAY
const did = (name: string, ...days: number[]): Happened[] =>
  days.map((d) => ({ name, at: ago(d), props: {} }))
const paid = (fen: number, ...days: number[]): Happened[] =>
  days.map((d) => ({
    name: 'order_paid',
    at: ago(d),
    revenueFen: fen,
    props: { commerce_order: crypto.randomUUID(), lines: [] },
  }))
const known = (kind: string, key: string, value?: unknown, days = 100): Known => ({
  ...{ kind, key, value, since: ago(days) },
})
const friend = (state: string, days: number) => known('friend', 'G1', state, days)

const scores = (r: number, f: number, m: number) => [
  known('attribute', 'rfm_r', r),
  known('attribute', 'rfm_f', f),
  known('attribute', 'rfm_m', m),
]

/** Each stands for one kind of customer. */
const PEOPLE: Record<string, { events: Happened[]; known: Known[] }> = {
  justCame: { events: [], known: [known('figure', 'first_seen', undefined, 1)] },
  cameAndBought: {
    events: paid(9_900, 0.5),
    known: [known('figure', 'first_seen', undefined, 1)],
  },
  firstBought: { events: paid(5_000, 10), known: [] },
  comesBack: {
    events: paid(8_000, 200, 40, 20, 3),
    known: [known('identifier', 'member_id', 1), known('touchpoint', '', 3)],
  },
  dueAgain: { events: paid(4_000, 80, 35), known: [] },
  slipping: { events: paid(4_000, 100, 60), known: [] },
  dormant: { events: paid(4_000, 120), known: [] },
  lost: { events: paid(4_000, 300), known: [] },
  wonBack: { events: paid(3_000, 400, 5), known: [] },
  hunter: { events: did('coupon_claimed', 3, 20), known: [known('touchpoint', '', 1)] },
  tookAndLeft: { events: did('gift_claimed', 15), known: [friend('deleted_by_customer', 14)] },
  silentFriend: { events: did('page_viewed', 90), known: [friend('friend', 200)] },
  livelyFriend: { events: did('page_viewed', 5), known: [friend('friend', 200)] },
  ponders: { events: did('product_viewed', 2, 9, 16, 23), known: [] },
  leftCart: { events: did('added_to_cart', 1), known: [] },
  sharer: { events: did('page_shared', 1, 2, 30), known: [] },
  born: { events: [], known: [known('attribute', 'birthday', '1990-06-18')] },
  pointsEnd: { events: [], known: [known('attribute', 'points_expiring_30d', 120)] },
  pointsStay: { events: [], known: [known('attribute', 'points_expiring_30d', 99)] },
  cardEndsToday: { events: [], known: [known('attribute', 'benefit_card_until', '2026-06-15')] },
  cardEndsLater: { events: [], known: [known('attribute', 'benefit_card_until', '2026-08-15')] },
  levelEnds: { events: [], known: [known('attribute', 'member_level_until', '2026-07-10')] },
  levelEnded: { events: [], known: [known('attribute', 'member_level_until', '2026-06-13')] },
  champion: { events: [], known: scores(5, 4, 4) },
  promising: { events: [], known: scores(4, 1, 5) },
  lapsing: { events: [], known: scores(3, 5, 5) },
  bigOnceGone: { events: [], known: scores(1, 2, 4) },
  smallRegular: { events: [], known: scores(5, 5, 3) },
  smallNewcomer: { events: [], known: scores(5, 1, 1) },
  smallDrifting: { events: [], known: scores(2, 4, 2) },
  smallAsleep: { events: [], known: scores(1, 1, 1) },
  statesIntent: { events: [...did('intent_stated', 4), ...paid(2_000, 6)], known: [] },
}

const EXPECTED: Record<string, string[]> = {
  stage_first_order_pending: ['justCame'],
  stage_new: ['cameAndBought', 'firstBought', 'statesIntent'],
  stage_active: ['comesBack', 'dueAgain', 'wonBack'],
  stage_repurchase_due: ['dueAgain'],
  stage_slipping: ['slipping'],
  stage_dormant: ['dormant'],
  stage_lost: ['lost'],
  stage_won_back: ['wonBack'],
  rfm_champions: ['champion'],
  rfm_develop: ['promising'],
  rfm_keep: ['lapsing'],
  rfm_win_back: ['bigOnceGone'],
  rfm_regulars: ['smallRegular'],
  rfm_newcomers: ['smallNewcomer'],
  rfm_drifting: ['smallDrifting'],
  rfm_hibernating: ['smallAsleep'],
  rfm_cell: ['smallRegular'],
  // Nine bought within the year: a fifth, rounded up, is two.
  top_contribution: ['cameAndBought', 'comesBack'],
  repeat_buyers: ['comesBack', 'dueAgain', 'slipping'],
  recognised: ['comesBack', 'dueAgain', 'slipping', 'wonBack'],
  super_user_low_data: ['comesBack', 'statesIntent'],
  shares_actively: ['sharer'],
  bonus_hunter: ['hunter'],
  joined_for_bonus_and_left: ['tookAndLeft'],
  pseudo_private: ['silentFriend'],
  long_decision: ['ponders'],
  cart_left: ['leftCart'],
  quiet: ['dormant', 'lost', 'silentFriend', 'slipping', 'dueAgain'],
  one_way_out: ['hunter'],
  birthday: ['born'],
  points_expiring: ['pointsEnd'],
  benefits_ending: ['cardEndsToday', 'levelEnds'],
}

test('each template finds the customers it is for and no others', async () => {
  const ctx = await testCtx()
  const names = Object.keys(PEOPLE)
  const everybody = await tell(ctx, Object.values(PEOPLE), NOW)
  const world = { clock: { now: NOW, timezone: 'Asia/Shanghai' }, everybody, audiences: {} }
  for (const [id, expected] of Object.entries(EXPECTED)) {
    const template = TEMPLATES.find((t) => t.id === id)
    if (!template) throw new Error(`no template ${id}`)
    const inside = await insideOf(ctx, ruleOf(template, {}), world)
    const found = inside.map((customer) => names[everybody.findIndex((p) => p.id === customer)])
    expect(found.sort(), id).toEqual([...expected].sort())
  }
})

test('who brings 80 % are the fewest that do', async () => {
  const ctx = await testCtx()
  const spent = [50_000, 30_000, 15_000, 5_000]
  const everybody = await tell(
    ctx,
    spent.map((fen) => ({ events: paid(fen, 10), known: [] })),
    NOW,
  )
  const world = { clock: { now: NOW, timezone: 'Asia/Shanghai' }, everybody, audiences: {} }
  const template = TEMPLATES.find((t) => t.id === 'brings_most')
  if (!template) throw new Error('no such template')
  expect(await insideOf(ctx, ruleOf(template, {}), world)).toEqual(
    everybody.slice(0, 2).map((p) => p.id),
  )
})

test('every template makes a sound rule of its usual numbers, and refuses numbers that make none', () => {
  const about = { audiences: new Map(), isSensitive: () => false }
  for (const template of TEMPLATES) {
    const rule = ruleOf(template, {})
    expect(Rule.parse(rule), template.id).toEqual(rule)
    expect(checkRule(rule, about), template.id).toEqual([])
    for (const [name, parameter] of Object.entries(template.parameters))
      for (const wrong of parameter.kind === 'events' ? [[], [''], 3] : [0, -1, 1.5, 'many'])
        expect(
          parametersOf(template).safeParse({ [name]: wrong }).success,
          `${template.id} ${name} ${JSON.stringify(wrong)}`,
        ).toBe(false)
    expect(parametersOf(template).safeParse({ unheard_of: 1 }).success, template.id).toBe(false)
  }
})
