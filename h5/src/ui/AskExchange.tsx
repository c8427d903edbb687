import { useState } from 'preact/hooks'
import { money } from '../format.ts'
import { askExchange, type Exchangeable, loadExchangeable } from '../orders.ts'
import { t } from '../texts.ts'
import { Failed, Skeleton } from './States.tsx'
import { useAct } from './useAct.ts'
import { useLoad } from './useLoad.ts'

/** One article for another of the same kind, or for itself where it is broken. */
export function AskExchange(props: { id: string; onDone: () => void }) {
  const { data, error, again } = useLoad(() => loadExchangeable(props.id), [props.id])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={3} />
  const items = data.items.filter((item) => item.for.length > 0)
  return items.length === 0 ? (
    <p class="note">{t('exchange.nothing')}</p>
  ) : (
    <Form id={props.id} items={items} onDone={props.onDone} />
  )
}

function Form(props: { id: string; items: Exchangeable[]; onDone: () => void }) {
  const { id, items, onDone } = props
  const [place, setPlace] = useState(0)
  const [to, setTo] = useState('')
  const [quantity, setQuantity] = useState(1)
  const [reason, setReason] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const { act, isBusy, fault } = useAct()
  const item = items[place]
  const wanted = item?.for.find((one) => one.sku === to)
  const most = Math.min(item?.quantity ?? 1, wanted?.free ?? 1)
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    if (!item) return
    void act(async () => {
      await askExchange(id, {
        ...{ key, reason, quantity: Math.min(quantity, most), to_sku: to },
        ...{ sku: item.sku, held_sku: item.held_sku },
      })
      onDone()
    })
  }
  return (
    <form class="form" onSubmit={send}>
      <fieldset class="choices">
        <legend>{t('exchange.which')}</legend>
        {items.map((one, i) => (
          <label key={`${one.sku} ${one.held_sku}`} class="check">
            <input
              type="radio"
              name="piece"
              checked={place === i}
              onChange={() => {
                setPlace(i)
                setTo('')
                setQuantity(1)
              }}
            />
            {one.name}
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{t('exchange.for')}</legend>
        {item?.for.map((one) => (
          <label key={one.sku} class="check">
            <input
              type="radio"
              name="to"
              checked={to === one.sku}
              onChange={() => {
                setTo(one.sku)
                setQuantity(1)
              }}
            />
            {one.sku === item.held_sku ? t('exchange.same', { name: one.name }) : one.name}
            {one.less_fen > 0 && (
              <small class="note"> {t('exchange.less', { sum: money(one.less_fen) })}</small>
            )}
            {one.more_fen > 0 && (
              <small class="note"> {t('exchange.dearer', { sum: money(one.more_fen) })}</small>
            )}
          </label>
        ))}
      </fieldset>
      {most > 1 && (
        <label class="pieces">
          {t('exchange.pieces')}
          <select
            value={quantity}
            onChange={(event) => setQuantity(Number(event.currentTarget.value))}
          >
            {Array.from({ length: most }, (_, i) => (
              <option key={i} value={i + 1}>
                {i + 1}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t('exchange.reason')}
        <input
          type="text"
          required
          maxLength={500}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || !wanted || reason.trim() === ''}>
        {t('exchange.send')}
      </button>
    </form>
  )
}
