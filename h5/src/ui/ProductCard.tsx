import { to } from '../address.ts'
import { money } from '../format.ts'
import type { Product } from '../shop.ts'
import { t } from '../texts.ts'

/** What stands where a picture will: the first letter, in a colour of the product's own. */
export function Picture(props: { product: Pick<Product, 'sku' | 'name'> }) {
  const hue = [...props.product.sku].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7)
  return (
    <span class="picture" style={`--hue:${hue}`} aria-hidden="true">
      {[...props.product.name][0]}
    </span>
  )
}

export function ProductCard(props: { product: Product }) {
  const { product } = props
  return (
    <a class="card" href={to(`/p/${encodeURIComponent(product.sku)}`)}>
      <Picture product={product} />
      <span class="name">{product.name}</span>
      <span class="price">
        {money(product.price_fen)}
        {product.sold_out ? (
          <em>{t('product.sold_out')}</em>
        ) : product.left !== null ? (
          <em>{t('product.left', { count: product.left })}</em>
        ) : null}
      </span>
    </a>
  )
}
