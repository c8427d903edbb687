import { to } from '../address.ts'
import { money } from '../format.ts'
import type { Product } from '../shop.ts'
import { t } from '../texts.ts'

/** Its picture; where it has none the first letter, in a colour of the product's own. Square either way. */
export function Picture(props: {
  product: Pick<Product, 'sku' | 'name'> & Partial<Pick<Product, 'picture'>>
  /** By itself, not beside its name: then the name stands in for words that nobody wrote. */
  alone?: boolean
}) {
  const { sku, name, picture } = props.product
  if (picture)
    return (
      <img
        class="picture"
        src={picture.url}
        alt={picture.alt || (props.alone ? name : '')}
        width={400}
        height={400}
        decoding="async"
        {...(props.alone ? { fetchpriority: 'high' } : { loading: 'lazy' })}
      />
    )
  const hue = [...sku].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 360, 7)
  return (
    <span class="picture" style={`--hue:${hue}`} aria-hidden="true">
      {[...name][0]}
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
