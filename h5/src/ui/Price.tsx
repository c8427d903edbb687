import { money } from '../format.ts'
import type { Quote } from '../orders.ts'
import { t } from '../texts.ts'

const TOLD = ['member_price', 'plan', 'offers', 'coupon', 'points'] as const

/** What it costs and what took something off. */
export function Price(props: { quote: Quote }) {
  const { quote } = props
  const goods = quote.lines.reduce((sum, line) => sum + line.gross_fen, 0)
  const off = TOLD.map((step) => ({
    step,
    fen: quote.trace
      .filter((note) => note.applied && note.step === step)
      .reduce((sum, note) => sum + note.fen, 0),
  })).filter(({ fen }) => fen > 0)
  return (
    <dl class="total">
      <dt>{t('price.goods')}</dt>
      <dd>{money(goods)}</dd>
      {off.map(({ step, fen }) => (
        <>
          <dt>{t(`step.${step}`)}</dt>
          <dd class="good">−{money(fen)}</dd>
        </>
      ))}
      {quote.delivery === 'ship' && (
        <>
          <dt>{t('price.shipping')}</dt>
          <dd>{quote.shipping_fen === 0 ? t('price.free') : money(quote.shipping_fen)}</dd>
        </>
      )}
      {quote.stored_value_fen > 0 && (
        <>
          <dt>{t('step.stored_value')}</dt>
          <dd class="good">−{money(quote.stored_value_fen)}</dd>
        </>
      )}
      <dt class="large">{t('price.due')}</dt>
      <dd class="large">{money(quote.due_fen)}</dd>
    </dl>
  )
}
