import { to } from '../address.ts'
import { money } from '../format.ts'
import type { BlockProps } from '../home.ts'
import { t } from '../texts.ts'
import { PriceBase } from '../ui/PriceBase.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { BlockTitle } from './Headline.tsx'

/** What is cheaper with others now, with true numbers. */
export function GroupBuys({ block }: BlockProps<'group_buys'>) {
  const { settings, data } = block
  if (data.items.length === 0) return null
  return (
    <section>
      <BlockTitle title={settings.title} />
      <ul class="lines">
        {data.items.map(({ group_buy_id, product, size, price_fen, base_fen, groups }) => (
          <li key={`${group_buy_id} ${product.sku}`} class="linked">
            <Picture product={product} />
            <span>
              <a href={to(`/p/${encodeURIComponent(product.sku)}`)}>{product.name}</a>
              <small class="note">
                {t('group.people', { count: size })}
                {groups > 0 && ` · ${t('block.groups_wait', { count: groups })}`}
              </small>
            </span>
            <span class="price">
              {money(price_fen)}
              <PriceBase base={base_fen} price={price_fen} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
