/** Areas whose texts come with their pages: whoever does not open them does not wait for them. */
export const areas = {
  advice: {
    'zh-CN': () => import('./zh-CN/advice.json'),
    en: () => import('./en/advice.json'),
  },
  affiliates: {
    'zh-CN': () => import('./zh-CN/affiliates.json'),
    en: () => import('./en/affiliates.json'),
  },
  analyst: {
    'zh-CN': () => import('./zh-CN/analyst.json'),
    en: () => import('./en/analyst.json'),
  },
  appointments: {
    'zh-CN': () => import('./zh-CN/appointments.json'),
    en: () => import('./en/appointments.json'),
  },
  audiences: {
    'zh-CN': () => import('./zh-CN/audiences.json'),
    en: () => import('./en/audiences.json'),
  },
  audit: {
    'zh-CN': () => import('./zh-CN/audit.json'),
    en: () => import('./en/audit.json'),
  },
  behaviour: {
    'zh-CN': () => import('./zh-CN/behaviour.json'),
    en: () => import('./en/behaviour.json'),
  },
  boards: {
    'zh-CN': () => import('./zh-CN/boards.json'),
    en: () => import('./en/boards.json'),
  },
  calculators: {
    'zh-CN': () => import('./zh-CN/calculators.json'),
    en: () => import('./en/calculators.json'),
  },
  commerce: {
    'zh-CN': () => import('./zh-CN/commerce.json'),
    en: () => import('./en/commerce.json'),
  },
  exports: {
    'zh-CN': () => import('./zh-CN/exports.json'),
    en: () => import('./en/exports.json'),
  },
  growth: {
    'zh-CN': () => import('./zh-CN/growth.json'),
    en: () => import('./en/growth.json'),
  },
  'dead-letters': {
    'zh-CN': () => import('./zh-CN/dead-letters.json'),
    en: () => import('./en/dead-letters.json'),
  },
  decoration: {
    'zh-CN': () => import('./zh-CN/decoration.json'),
    en: () => import('./en/decoration.json'),
  },
  definitions: {
    'zh-CN': () => import('./zh-CN/definitions.json'),
    en: () => import('./en/definitions.json'),
  },
  promotion: {
    'zh-CN': () => import('./zh-CN/promotion.json'),
    en: () => import('./en/promotion.json'),
  },
  imports: {
    'zh-CN': () => import('./zh-CN/imports.json'),
    en: () => import('./en/imports.json'),
  },
  insight: {
    'zh-CN': () => import('./zh-CN/insight.json'),
    en: () => import('./en/insight.json'),
  },
  leads: {
    'zh-CN': () => import('./zh-CN/leads.json'),
    en: () => import('./en/leads.json'),
  },
  members: {
    'zh-CN': () => import('./zh-CN/members.json'),
    en: () => import('./en/members.json'),
  },
  integration: {
    'zh-CN': () => import('./zh-CN/integration.json'),
    en: () => import('./en/integration.json'),
  },
  operating: {
    'zh-CN': () => import('./zh-CN/operating.json'),
    en: () => import('./en/operating.json'),
  },
  payments: {
    'zh-CN': () => import('./zh-CN/payments.json'),
    en: () => import('./en/payments.json'),
  },
  orders: {
    'zh-CN': () => import('./zh-CN/orders.json'),
    en: () => import('./en/orders.json'),
  },
  quotations: {
    'zh-CN': () => import('./zh-CN/quotations.json'),
    en: () => import('./en/quotations.json'),
  },
  reviews: {
    'zh-CN': () => import('./zh-CN/reviews.json'),
    en: () => import('./en/reviews.json'),
  },
  rewards: {
    'zh-CN': () => import('./zh-CN/rewards.json'),
    en: () => import('./en/rewards.json'),
  },
  points: {
    'zh-CN': () => import('./zh-CN/points.json'),
    en: () => import('./en/points.json'),
  },
  pools: {
    'zh-CN': () => import('./zh-CN/pools.json'),
    en: () => import('./en/pools.json'),
  },
  scores: {
    'zh-CN': () => import('./zh-CN/scores.json'),
    en: () => import('./en/scores.json'),
  },
  shop: {
    'zh-CN': () => import('./zh-CN/shop.json'),
    en: () => import('./en/shop.json'),
  },
  sdk: {
    'zh-CN': () => import('./zh-CN/sdk.json'),
    en: () => import('./en/sdk.json'),
  },
  team: {
    'zh-CN': () => import('./zh-CN/team.json'),
    en: () => import('./en/team.json'),
  },
  templates: {
    'zh-CN': () => import('./zh-CN/templates.json'),
    en: () => import('./en/templates.json'),
  },
  tracking: {
    'zh-CN': () => import('./zh-CN/tracking.json'),
    en: () => import('./en/tracking.json'),
  },
  value: {
    'zh-CN': () => import('./zh-CN/value.json'),
    en: () => import('./en/value.json'),
  },
  watch: {
    'zh-CN': () => import('./zh-CN/watch.json'),
    en: () => import('./en/watch.json'),
  },
}
export type Area = keyof typeof areas

type TextsOf<Name extends Area> = Awaited<ReturnType<(typeof areas)[Name]['zh-CN']>>['default']
type All<Each> = (Each extends unknown ? (each: Each) => void : never) extends (
  each: infer Together,
) => void
  ? Together
  : never

/** The texts of all areas. */
export type AreaTexts = All<{ [Name in Area]: TextsOf<Name> }[Area]>
