import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { askToken, checkoutOf, type FlashItem, type FlashSlot } from '../flash.ts'
import { money, time } from '../format.ts'
import { t } from '../texts.ts'
import { useAct } from './useAct.ts'

/** A person's pieces in one order, where more than one may be hers. */
const MOST_OFFERED = 5

/** Asks for leave to order and goes on to the checkout; says why not where it stands. */
export function BuyNow(props: { slot: FlashSlot; item: FlashItem; again: () => void }) {
  const { slot, item, again } = props
  const { route, url } = useLocation()
  const { act, isBusy, fault } = useAct()
  const [quantity, setQuantity] = useState(1)
  const most = Math.min(item.per_customer ?? MOST_OFFERED, MOST_OFFERED)
  if (slot.time === 'before')
    return (
      <button type="button" class="quiet wide" disabled>
        {t('flash.begins_at', { at: time(slot.starts_at) })}
      </button>
    )
  if (slot.time === 'over' || item.state === 'sold_out')
    return (
      <button type="button" class="quiet wide" disabled>
        {t(slot.time === 'over' ? 'flash.over' : 'flash.sold_out')}
      </button>
    )
  const buy = () =>
    act(
      async () => {
        const token = await askToken(slot.id, item.sku, quantity)
        route(to(checkoutOf(slot.id, item.sku, token)))
      },
      (code) => {
        if (['sign_in_first', 'unauthenticated', 'no_session'].includes(code))
          route(to(`/sign-in?to=${encodeURIComponent(url.slice(to('').length))}`))
        else again()
      },
    )
  return (
    <div class="buy">
      {item.state === 'waiting' && <p class="note">{t('flash.waiting')}</p>}
      {most > 1 && (
        <label class="pieces">
          {t('flash.pieces')}
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
      <button
        type="button"
        class="primary wide"
        disabled={isBusy}
        aria-label={t('flash.buy_named', { name: item.name, sum: money(item.price_fen) })}
        onClick={() => void buy()}
      >
        {t(item.state === 'waiting' ? 'flash.try' : 'flash.buy')}
      </button>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}
