import { to } from '../address.ts'
import { money } from '../format.ts'
import type { BlockProps } from '../home.ts'
import { t } from '../texts.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { PriceBase } from '../ui/PriceBase.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { BlockTitle } from './Headline.tsx'

/** The flash sale that runs, or the next one, with the true time to its end or beginning. */
export function FlashSales({ block }: BlockProps<'flash_sales'>) {
  const { settings, data } = block
  const { slot } = data
  if (slot === null) return null
  const isBefore = slot.time === 'before'
  return (
    <section>
      <BlockTitle title={settings.title || slot.name} link={{ to: 'page', page: 'flash-sales' }} />
      <p class="note">
        <Countdown
          until={isBefore ? slot.starts_at : slot.ends_at}
          aheadMs={Date.parse(data.now) - Date.now()}
          words={(clock) => t(isBefore ? 'flash.begins_in' : 'flash.ends_in', { clock })}
        />
      </p>
      <ul class="lines">
        {slot.items.map((item) => (
          <li key={item.sku} class="linked">
            <Picture product={item} />
            <span>
              <a href={to(`/p/${encodeURIComponent(item.sku)}`)}>{item.name}</a>
              {item.state === 'sold_out' ? (
                <small class="note">{t('product.sold_out')}</small>
              ) : (
                item.per_customer !== null && (
                  <small class="note">{t('flash.limit', { count: item.per_customer })}</small>
                )
              )}
            </span>
            <span class="price">
              {money(item.price_fen)}
              <PriceBase base={item.base_fen} price={item.price_fen} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
