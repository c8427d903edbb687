import { to } from '../address.ts'
import { money } from '../format.ts'
import type { BlockProps } from '../home.ts'
import { t } from '../texts.ts'
import { Picture, ProductCard } from '../ui/ProductCard.tsx'
import { BlockTitle } from './Headline.tsx'

/** Products two in a row, one below the other, or side by side. */
export function Products({ block }: BlockProps<'products'>) {
  const { settings, data } = block
  const { source, layout } = settings
  if (data.products.length === 0) return null
  return (
    <section>
      <BlockTitle
        title={settings.title}
        link={source.by === 'category' ? { to: 'category', path: source.path } : null}
      />
      {layout === 'list' ? (
        <ul class="lines">
          {data.products.map((product) => (
            <li key={product.sku} class="linked">
              <Picture product={product} />
              <a href={to(`/p/${encodeURIComponent(product.sku)}`)}>{product.name}</a>
              <span class="price">
                {money(product.price_fen)}
                {product.sold_out && <em>{t('product.sold_out')}</em>}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <div class={layout === 'row' ? 'side' : 'grid'}>
          {data.products.map((product) => (
            <ProductCard key={product.sku} product={product} />
          ))}
        </div>
      )}
    </section>
  )
}
