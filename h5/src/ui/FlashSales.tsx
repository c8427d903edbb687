import { to } from '../address.ts'
import { money, time } from '../format.ts'
import { t } from '../texts.ts'
import { BuyNow } from './BuyNow.tsx'
import { Countdown } from './Countdown.tsx'
import { FlashLeft } from './FlashLeft.tsx'
import type { Offered } from './useOffered.ts'

/** The slot in which this article is cheaper: the one that runs, else the next. */
export function FlashSales(props: { loaded: Offered['flash']; sku: string }) {
  const { data, again } = props.loaded
  const running = data?.items.filter((one) => one.time === 'now') ?? []
  const slot =
    running.toSorted((a, b) => (a.items[0]?.price_fen ?? 0) - (b.items[0]?.price_fen ?? 0))[0] ??
    data?.items[0]
  const item = slot?.items.find((one) => one.sku === props.sku)
  if (!data || !slot || !item) return null
  return (
    <section class="group">
      <h2 class="between">
        <span>{slot.name}</span>
        <span class="price">{money(item.price_fen)}</span>
      </h2>
      <p class="note">
        {slot.time === 'now' ? (
          <Countdown
            until={slot.ends_at}
            aheadMs={data.aheadMs}
            words={(clock) => t('flash.ends_in', { clock })}
          />
        ) : (
          <>
            {t('flash.begins_at', { at: time(slot.starts_at) })}{' '}
            <Countdown
              until={slot.starts_at}
              aheadMs={data.aheadMs}
              words={(clock) => t('flash.begins_in', { clock })}
            />
          </>
        )}
      </p>
      <FlashLeft slot={slot} item={item} />
      <BuyNow slot={slot} item={item} again={again} />
      <a class="plain-link" href={to('/flash-sales')}>
        {t('flash.all')}
      </a>
    </section>
  )
}
