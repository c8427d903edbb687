import { money, time } from '../format.ts'
import { type Order, type Quote, takePenalty } from '../orders.ts'
import { t } from '../texts.ts'
import { useAct } from './useAct.ts'

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
export function OrderDeposit(props: {
  order: string
  deposit: NonNullable<Order['deposit']>
  again: () => void
}) {
  const { deposit } = props
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
      {deposit.penalty && (
        <Penalty order={props.order} penalty={deposit.penalty} again={props.again} />
      )}
    </>
  )
}

/** The second half of a double return: by when it is paid to her, or at once as stored value. */
function Penalty(props: {
  order: string
  penalty: NonNullable<NonNullable<Order['deposit']>['penalty']>
  again: () => void
}) {
  const { fen, state, method, due_on } = props.penalty
  const { act, isBusy, fault } = useAct()
  if (state === 'paid')
    return (
      <p class="note">
        {t(method === 'stored_value' ? 'penalty.paid_in' : 'penalty.paid', { sum: money(fen) })}
      </p>
    )
  return (
    <section class="group">
      <p>{t('penalty.owed', { sum: money(fen), on: due_on })}</p>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button
        type="button"
        class="quiet"
        disabled={isBusy}
        onClick={() => void act(() => takePenalty(props.order)).then(props.again)}
      >
        {t('penalty.take')}
      </button>
      <p class="note">{t('penalty.take_words')}</p>
    </section>
  )
}
