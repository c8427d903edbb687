import { useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { money, time } from '../format.ts'
import { rememberAddress, rememberedAddress } from '../orders.ts'
import { acceptQuotation, declineQuotation, loadQuotation, type Quotation } from '../quotations.ts'
import { findSession } from '../session.ts'
import { t } from '../texts.ts'
import { AddressChoice } from '../ui/AddressChoice.tsx'
import { isWhole } from '../ui/AddressFields.tsx'
import { Agreement } from '../ui/Deposit.tsx'
import { Page } from '../ui/Frame.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** A quotation, for whoever has its link; she for whom it was made answers it. */
export function QuotationPage() {
  const code = useRoute().params.code ?? ''
  const { data, error, again } = useLoad(
    async () => ({ quotation: await loadQuotation(code), session: await findSession() }),
    [code],
  )
  return (
    <Page title={t('quotation.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : data ? (
        <article class="quotation">
          <Paper quotation={data.quotation} />
          <Answer
            code={code}
            quotation={data.quotation}
            isSignedIn={data.session?.signed_in === true}
            again={again}
          />
        </article>
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  )
}

/** What is offered, as it is printed. */
function Paper({ quotation: q }: { quotation: Quotation }) {
  return (
    <>
      <h2>{t('quotation.from', { brand: q.brand })}</h2>
      <p class="note">
        {t('quotation.number', { number: q.number, version: q.version })}
        <br />
        {q.staff ? t('quotation.by', { staff: q.staff, store: q.store }) : q.store}
        <br />
        {t('quotation.valid_until', { at: time(q.valid_until) })}
      </p>
      <ul class="offered">
        {q.lines.map((line) => (
          <li key={line.sku}>
            <span>{line.name}</span>
            <span class="sum">{money(line.unit_fen * line.quantity)}</span>
            <small>
              {money(line.unit_fen)} × {line.quantity}
              {line.list_fen > line.unit_fen && (
                <> {t('quotation.listed', { sum: money(line.list_fen) })}</>
              )}
            </small>
          </li>
        ))}
      </ul>
      <dl class="total">
        {q.list_fen > q.goods_fen && (
          <>
            <dt>{t('quotation.off')}</dt>
            <dd class="good">−{money(q.list_fen - q.goods_fen)}</dd>
          </>
        )}
        {q.delivery === 'ship' && q.ships && (
          <>
            <dt>{t('price.shipping')}</dt>
            <dd>{q.shipping_fen === 0 ? t('price.free') : money(q.shipping_fen)}</dd>
          </>
        )}
        <dt class="large">{t('quotation.total')}</dt>
        <dd class="large">{money(q.total_fen)}</dd>
        {q.deposit && (
          <>
            <dt>{t(`deposit_kind.${q.deposit.kind}`)}</dt>
            <dd>{money(q.deposit.fen)}</dd>
            <dt>{t('quotation.balance')}</dt>
            <dd>{money(q.deposit.balance_fen)}</dd>
          </>
        )}
      </dl>
      {q.deposit && (
        <p class="note">
          {t('quotation.balance_until', { at: time(q.deposit.balance_until) })}
          <br />
          {t('quotation.ready_by', { on: q.deposit.ships_by })}
          <br />
          {t(`deposit_law.${q.deposit.kind}`)}
        </p>
      )}
      {q.ships && (
        <p class="note">
          {q.delivery === 'ship'
            ? t('quotation.shipped')
            : t('quotation.picked_up', { store: q.store })}
        </p>
      )}
      {q.remarks && <p class="words">{q.remarks}</p>}
    </>
  )
}

type Answering = { code: string; quotation: Quotation; isSignedIn: boolean; again: () => void }

function Answer(props: Answering) {
  const { quotation: q, code } = props
  if (q.order_id)
    return (
      <div class="foot">
        <a class="primary" href={to(`/orders/${q.order_id}`)}>
          {t('quotation.to_order')}
        </a>
      </div>
    )
  if (q.is_being_revised) return <Closed why="revised" />
  if (q.state !== 'sent') return <Closed why={q.state} />
  if (q.is_over) return <Closed why="expired" />
  if (!props.isSignedIn)
    return (
      <div class="foot">
        <a class="primary" href={to(`/sign-in?to=${encodeURIComponent(`/quotations/${code}`)}`)}>
          {t('quotation.sign_in')}
        </a>
      </div>
    )
  return <Decide {...props} />
}
const Closed = ({ why }: { why: string }) => (
  <p class="note" role="status">
    {t(`quotation_closed.${why}`)}
  </p>
)

function Decide({ code, quotation: q, again }: Answering) {
  const { route } = useLocation()
  const { act, isBusy, fault } = useAct()
  const [address, setAddress] = useState(rememberedAddress)
  const [agreed, setAgreed] = useState(false)
  const [reason, setReason] = useState<string>()
  const isSent = q.delivery === 'ship' && q.ships
  const mustAgree = q.deposit?.kind === 'earnest'
  // What changed meanwhile is read again before she decides about it.
  const onFault = (fault: string) => {
    if (['quotation_revised', 'quotation_state', 'quotation_over'].includes(fault)) again()
  }
  const accept = (event: SubmitEvent) => {
    event.preventDefault()
    void act(async () => {
      const where = isSent ? address : null
      const { order_id } = await acceptQuotation(code, {
        ...{ version: q.version, address: where, agreed },
      })
      if (where) rememberAddress(where)
      route(to(`/orders/${order_id}`))
    }, onFault)
  }
  const decline = () =>
    act(async () => {
      await declineQuotation(code, { version: q.version, reason: reason?.trim() ?? '' })
      again()
    }, onFault)
  return (
    <form class="form" onSubmit={accept}>
      {isSent && <AddressChoice address={address} set={setAddress} />}
      {q.deposit && mustAgree && (
        <Agreement
          terms={{ ...q.deposit, balance_from: q.valid_until }}
          agreed={agreed}
          set={setAgreed}
        />
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {reason === undefined ? (
        <div class="foot">
          <button type="button" class="quiet" onClick={() => setReason('')}>
            {t('quotation.decline')}
          </button>
          <button
            type="submit"
            class="primary"
            disabled={isBusy || (isSent && !isWhole(address)) || (mustAgree && !agreed)}
          >
            {t('quotation.accept')}
          </button>
        </div>
      ) : (
        <>
          <label>
            {t('quotation.why_not')}
            <input
              type="text"
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </label>
          <div class="foot">
            <button type="button" class="quiet" onClick={() => setReason(undefined)}>
              {t('action.back')}
            </button>
            <button type="button" class="primary" disabled={isBusy} onClick={() => void decline()}>
              {t('quotation.decline_sure')}
            </button>
          </div>
        </>
      )}
    </form>
  )
}
