// What she agrees to when she subscribes, word for word. The words that were agreed to are kept with the
// subscription; the version names the plan as it was.
import { fenText } from '../../platform/money.ts'
import type { Plan } from './plans.ts'
import { DAYS_TO_PAY, NOTICE_DAYS } from './states.ts'

export type Language = 'zh-CN' | 'en'
export interface Agreement {
  version: string
  text: string
}

const rate = (bp: number): string => String(bp / 100)

const WORDS: Record<Language, (plan: Plan) => string[]> = {
  'zh-CN': ({ unit, every, price_fen, off_bp }) => [
    `每 ${every} ${unit === 'week' ? '周' : '个月'}配送一次，首次配送现在下单付款。`,
    price_fen === null
      ? off_bp === 0
        ? '每次配送按当时的售价结算。'
        : `每次配送按当时的售价减 ${rate(off_bp ?? 0)}% 结算。`
      : `每次配送单价 ¥${fenText(price_fen)}，当时的会员价更低时按会员价；配送范围收运费的，另计运费。`,
    `每次配送前至少 ${NOTICE_DAYS} 天通知您日期和金额；金额高于通知的，先重新通知，不会直接下单。`,
    `不会自动扣款：每次由您自己付款，${DAYS_TO_PAY} 天内未付款的，该次取消并暂停订阅。`,
    '随时可以跳过、改期、暂停，也可以一键取消，不收任何费用；已付款的订单不受影响。',
  ],
  en: ({ unit, every, price_fen, off_bp }) => [
    `Delivered every ${every === 1 ? unit : `${every} ${unit}s`}; the first delivery is ordered and paid now.`,
    price_fen === null
      ? off_bp === 0
        ? 'Each delivery costs the price of its day.'
        : `Each delivery costs the price of its day less ${rate(off_bp ?? 0)}%.`
      : `Each piece costs ¥${fenText(price_fen)}, or the member price of the day where that is lower; shipping, where there is any, comes on top.`,
    `You are told the day and the sum at least ${NOTICE_DAYS} days before each delivery; should it cost more than you were told, you are told anew first.`,
    `Nothing is taken automatically: you pay each delivery yourself. One that is not paid within ${DAYS_TO_PAY} days is called off and the subscription pauses.`,
    'Skip, move or pause at any time, or cancel with one tap, free of charge; orders that are paid are not touched.',
  ],
}

export const agreementOf = (plan: Plan, language: Language): Agreement => ({
  version: `${plan.id}/${plan.revision}`,
  text: [...WORDS[language](plan), ...(plan.terms === '' ? [] : [plan.terms])].join('\n'),
})
