import { frontOf, storefront } from '../address.ts'
import { rememberRoom } from '../came-by.ts'
import { time } from '../format.ts'
import { preview } from '../home.ts'
import { shop } from '../shop.ts'
import { t } from '../texts.ts'

/** The storefronts of this shop, when there are several. */
export function Storefronts() {
  const all = shop.value?.storefronts ?? []
  if (all.length < 2 || preview !== undefined) return null
  return (
    <nav class="chips" aria-label={t('storefront.all')}>
      {all.map(({ code, name, is_own }) => (
        <a
          key={code}
          href={frontOf(is_own ? '' : code)}
          // Not by the router: another storefront has another cart, other prices and another colour.
          target="_top"
          aria-current={(is_own ? '' : code) === storefront ? 'true' : undefined}
        >
          {name}
        </a>
      ))}
    </nav>
  )
}

/** What this storefront has live, now or soon. */
export function LiveNow() {
  const live = shop.value?.at?.live
  if (!live) return null
  const isOn = Date.parse(live.starts_at) <= Date.now()
  return (
    <a
      class="live"
      href={live.url}
      target="_blank"
      rel="noreferrer"
      onClick={() => live.room !== null && rememberRoom(live.room)}
    >
      <strong>{isOn ? t('live.now') : t('live.soon', { at: time(live.starts_at) })}</strong>
      <span>{live.title}</span>
    </a>
  )
}
