import { money, time } from '../format.ts'
import type { Order, Quote } from '../orders.ts'
import { t } from '../texts.ts'

type Terms = NonNullable<Quote['deposit']>

/** In two payments: what is paid now, what then, until when, and what it means in law. */
export function DepositTerms({ terms }: { terms: Terms }) {
  const rest = terms.fen - terms.binding_fen
  return (
    <section class="group">
      <dl class="total">
        <dt>{t(`deposit_kind.${terms.kind}`)}</dt>
        <dd>{money(terms.fen)}</dd>
        <dt>{t('pre_sale.balance_with_shipping')}</dt>
        <dd>{money(terms.balance_fen)}</dd>
      </dl>
      <p class="note">
        {t('pre_sale.balance_when', {
          from: time(terms.balance_from),
          until: time(terms.balance_until),
        })}
        <br />
        {t('pre_sale.ships_by', { on: terms.ships_by })}
      </p>
      <p class="note">
        {t(`deposit_law.${terms.kind}`)}
        {terms.kind === 'earnest' && rest > 0 && ` ${t('deposit_law.rest', { sum: money(rest) })}`}
      </p>
    </section>
  )
}

/** She says yes to what earnest money means, in so many words. */
export function Agreement(props: {
  terms: Terms
  agreed: boolean
  set: (agreed: boolean) => void
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        required
        checked={props.agreed}
        onChange={(event) => props.set(event.currentTarget.checked)}
      />{' '}
      {t('deposit_law.agree', { sum: money(props.terms.binding_fen) })}
    </label>
  )
}

/** How an order's deposit stands. */
export function OrderDeposit({ deposit }: { deposit: NonNullable<Order['deposit']> }) {
  const isOpen = deposit.state === 'asked' || deposit.state === 'held'
  return (
    <>
      <p class="note">
        {t(`deposit_state.${deposit.state}`, {
          ...{ kept: money(deposit.kept_fen), returned: money(deposit.returned_fen) },
          ...{ sum: money(deposit.fen), penalty: money(deposit.binding_fen) },
        })}
      </p>
      {isOpen && <DepositTerms terms={deposit} />}
    </>
  )
}
