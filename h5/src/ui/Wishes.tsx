import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { findSession } from '../session.ts'
import type { Product } from '../shop.ts'
import { t } from '../texts.ts'
import { like, loadMine, type Mine, unlike, unwish, wishFor } from '../wishes.ts'
import { useAct } from './useAct.ts'
import { useLoad } from './useLoad.ts'

const NOTHING: Mine = { favourite: false, wishes: [] }

/** A heart, and being told once it is there again or costs less. Whoever has not signed in does so first. */
export function Wishes(props: { product: Product }) {
  const { sku, price_fen, sold_out } = props.product
  const { route } = useLocation()
  const loaded = useLoad(async () => {
    const session = await findSession()
    return session?.signed_in ? loadMine(sku) : null
  }, [sku])
  const [changed, setChanged] = useState<Mine>()
  const { act, isBusy, fault } = useAct()
  const mine = changed ?? loaded.data ?? NOTHING
  const attempt = (work: () => Promise<unknown>) => {
    if (!changed && loaded.data === null) {
      route(to(`/sign-in?to=${encodeURIComponent(`/p/${encodeURIComponent(sku)}`)}`))
      return
    }
    void act(async () => {
      await work()
      setChanged(await loadMine(sku))
    })
  }
  const stock = mine.wishes.find(({ kind }) => kind === 'stock')
  const price = mine.wishes.find(
    ({ kind, at_most_fen }) => kind === 'price' && at_most_fen !== null,
  )
  return (
    <section aria-label={t('wishes.title')}>
      <div class="between wishes">
        <button
          type="button"
          class="quiet"
          disabled={isBusy}
          aria-pressed={mine.favourite}
          onClick={() => attempt(() => (mine.favourite ? unlike(sku) : like(sku)))}
        >
          {mine.favourite ? t('wishes.liked') : t('wishes.like')}
        </button>
        {(sold_out || stock) && (
          <button
            type="button"
            class="quiet"
            disabled={isBusy}
            aria-pressed={stock !== undefined}
            onClick={() =>
              attempt(() => (stock ? unwish(stock.id) : wishFor({ kind: 'stock', sku })))
            }
          >
            {stock ? t('wishes.waits_stock') : t('wishes.ask_stock')}
          </button>
        )}
        {price === undefined && (
          <AskPrice
            priceFen={price_fen}
            isBusy={isBusy}
            ask={(at_most_fen) => attempt(() => wishFor({ kind: 'price', sku, at_most_fen }))}
          />
        )}
      </div>
      {price && (
        <p class="between wishes">
          <span class="note">
            {t('wishes.waits_price', { sum: money(price.at_most_fen ?? 0) })}
          </span>
          <button
            type="button"
            class="quiet"
            disabled={isBusy}
            onClick={() => attempt(() => unwish(price.id))}
          >
            {t('wishes.withdraw')}
          </button>
        </p>
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  )
}

/** She names the price; a tenth less is proposed. */
function AskPrice(props: { priceFen: number; isBusy: boolean; ask: (fen: number) => void }) {
  const proposed = Math.floor((props.priceFen * 9) / 1000) / 10
  const [yuan, setYuan] = useState(String(proposed))
  const fen = Math.round(Number(yuan) * 100)
  const isGood = yuan.trim() !== '' && Number.isSafeInteger(fen) && fen >= 0 && fen < props.priceFen
  return (
    <details>
      <summary>{t('wishes.ask_price')}</summary>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isGood) props.ask(fen)
        }}
      >
        <label>
          {t('wishes.at_most')}
          <input
            type="text"
            inputMode="decimal"
            value={yuan}
            onInput={(event) => setYuan(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="quiet" disabled={props.isBusy || !isGood}>
          {t('wishes.tell_me')}
        </button>
      </form>
    </details>
  )
}
