import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { money } from '../format.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'
import { loadFavourites, loadWishes, unlike, unwish } from '../wishes.ts'

/** What she likes, and what she waits to be told of. */
export function FavouritesPage() {
  return (
    <Page title={t('favourites.title')}>
      <SignedIn page="/favourites">
        <Liked />
        <Waiting />
      </SignedIn>
    </Page>
  )
}

function Liked() {
  const [cursors, setCursors] = useState<string[]>([])
  const { data, error, again } = useLoad(() => loadFavourites(cursors.at(-1)), [cursors.length])
  const { act, isBusy, fault } = useAct()
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  if (data.items.length === 0 && cursors.length === 0) return <Empty title={t('favourites.none')} />
  return (
    <section aria-label={t('favourites.title')}>
      <ul class="lines">
        {data.items.map(({ sku, name, product }) => (
          <li key={sku}>
            <Picture product={product ?? { sku, name }} />
            <span>
              {product ? (
                <a class="plain-link" href={to(`/p/${encodeURIComponent(sku)}`)}>
                  {name}
                </a>
              ) : (
                name
              )}
              <br />
              <small class="note">
                {product
                  ? `${money(product.price_fen)}${product.sold_out ? ` · ${t('product.sold_out')}` : ''}`
                  : t('favourites.gone')}
              </small>
            </span>
            <button
              type="button"
              class="icon"
              disabled={isBusy}
              aria-label={t('favourites.remove', { name })}
              onClick={() => void act(() => unlike(sku)).then(again)}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {cursors.length > 0 && (
        <button type="button" class="quiet wide" onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('favourites.newer')}
        </button>
      )}
      {data.next_cursor !== null && (
        <button
          type="button"
          class="quiet wide"
          onClick={() => setCursors([...cursors, data.next_cursor ?? ''])}
        >
          {t('action.more')}
        </button>
      )}
    </section>
  )
}

function Waiting() {
  const { data, error, again } = useLoad(loadWishes, [])
  const { act, isBusy, fault } = useAct()
  if (error) return <Failed error={error} again={again} />
  if (!data || data.items.length === 0) return null
  return (
    <section aria-label={t('wishes.title')}>
      <h2>{t('wishes.title')}</h2>
      <ul class="messages">
        {data.items.map((wish) => (
          <li key={wish.id} class="between">
            <a href={to(`/p/${encodeURIComponent(wish.sku)}`)}>
              {wish.name}
              <small class="note">
                {wish.at_most_fen === null
                  ? t('wishes.waits_stock')
                  : t('wishes.waits_price', { sum: money(wish.at_most_fen) })}
              </small>
            </a>
            <button
              type="button"
              class="quiet"
              disabled={isBusy}
              onClick={() => void act(() => unwish(wish.id)).then(again)}
            >
              {t('wishes.withdraw')}
            </button>
          </li>
        ))}
      </ul>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  )
}
