import { useState } from 'preact/hooks'
import { askInvoice, type Order } from '../orders.ts'
import { t } from '../texts.ts'
import { useAct } from './useAct.ts'

const NOT_PAID = ['to_pay', 'to_pay_balance', 'cancelled']

/** The invoice of an order: asked for, changed while it is not issued, and how it stands. */
export function Invoice(props: { order: Order; again: () => void }) {
  const { order, again } = props
  const { invoice } = order
  const [isAsking, ask] = useState(false)
  if (NOT_PAID.includes(order.state)) return null
  const mayAsk = order.due_fen > 0 && invoice?.state !== 'issued'
  if (!invoice && !mayAsk) return null
  return (
    <section class="form">
      {invoice && (
        <p class="note">
          {t(`invoice.${invoice.state}`)} · {invoice.title} {invoice.tax_number} {invoice.answer}
        </p>
      )}
      {mayAsk && !isAsking && (
        <button type="button" class="quiet" onClick={() => ask(true)}>
          {invoice ? t('invoice.change') : t('invoice.ask')}
        </button>
      )}
      {isAsking && (
        <Fields
          order={order}
          onDone={() => {
            ask(false)
            again()
          }}
        />
      )}
    </section>
  )
}

function Fields(props: { order: Order; onDone: () => void }) {
  const before = props.order.invoice
  const [kind, setKind] = useState(before?.kind ?? 'person')
  const [title, setTitle] = useState(before?.title ?? '')
  const [taxNumber, setTaxNumber] = useState(before?.tax_number ?? '')
  const [email, setEmail] = useState(before?.email ?? '')
  const { act, isBusy, fault } = useAct()
  const isCompany = kind === 'company'
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    void act(async () => {
      await askInvoice(props.order.id, {
        ...{ kind, title: title.trim(), tax_number: isCompany ? taxNumber.trim() : null },
        email: email.trim() || null,
      })
      props.onDone()
    })
  }
  return (
    <form class="form" onSubmit={send}>
      <fieldset class="variants">
        <legend>{t('invoice.for')}</legend>
        {(['person', 'company'] as const).map((one) => (
          <label key={one} class="chip">
            <input
              type="radio"
              name="invoice"
              checked={kind === one}
              onChange={() => setKind(one)}
            />
            {t(`invoice_kind.${one}`)}
          </label>
        ))}
      </fieldset>
      <label>
        {t('invoice.title')}
        <input
          type="text"
          required
          maxLength={200}
          autocomplete={isCompany ? 'organization' : 'name'}
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
        />
      </label>
      {isCompany && (
        <label>
          {t('invoice.tax_number')}
          <input
            type="text"
            required
            maxLength={40}
            value={taxNumber}
            onInput={(event) => setTaxNumber(event.currentTarget.value)}
          />
        </label>
      )}
      <label>
        {t('invoice.email')}
        <input
          type="email"
          maxLength={200}
          autocomplete="email"
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button
        type="submit"
        class="primary"
        disabled={isBusy || title.trim() === '' || (isCompany && taxNumber.trim() === '')}
      >
        {t('invoice.send')}
      </button>
    </form>
  )
}
