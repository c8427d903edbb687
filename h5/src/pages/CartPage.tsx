import { to } from '../address.ts'
import { cart, withQuantity } from '../cart.ts'
import { money } from '../format.ts'
import { loadProduct, type Product, shop } from '../shop.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { NewcomerOffers } from '../ui/NewcomerOffers.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { Empty } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** As they are now, by SKU; one that is sold no more is missing, and the checkout says so. */
async function productsNow(): Promise<Map<string, Product>> {
  const some = await Promise.allSettled(cart.value.map(({ sku }) => loadProduct(sku)))
  return new Map(
    some.flatMap((one) =>
      one.status === 'fulfilled' ? [[one.value.product.sku, one.value.product] as const] : [],
    ),
  )
}

/** What she has chosen so far. */
export function CartPage() {
  const lines = cart.value
  // Nothing is put in on this page, so what was asked once is enough.
  const { data } = useLoad(productsNow, [])
  return (
    <Page title={t('tab.cart')}>
      {lines.length === 0 ? (
        <Empty title={t('cart.empty')}>
          <a class="quiet" href={to('/')}>
            {t('cart.look_around')}
          </a>
        </Empty>
      ) : (
        <>
          <ul class="lines">
            {lines.map((line) => (
              <li key={line.sku}>
                <Picture product={data?.get(line.sku) ?? line} />
                <span>
                  <a class="name" href={to(`/p/${encodeURIComponent(line.sku)}`)}>
                    {line.name}
                  </a>
                  <Price product={data?.get(line.sku)} />
                </span>
                <Stepper line={line} />
              </li>
            ))}
          </ul>
          <dl class="total">
            <dt>{t('cart.goods')}</dt>
            <dd>{data ? money(sumOf(data)) : '…'}</dd>
          </dl>
          <Onward />
          <NewcomerOffers />
        </>
      )}
    </Page>
  )
}

const sumOf = (products: ReadonlyMap<string, Product>): number =>
  cart.value.reduce(
    (sum, { sku, quantity }) => sum + (products.get(sku)?.price_fen ?? 0) * quantity,
    0,
  )

/** Its room is kept until it is known, so that nothing moves. */
const Price = ({ product }: { product: Product | undefined }) => (
  <span class="price">
    {product ? money(product.price_fen) : '\u00a0'}
    {product?.sold_out && <em>{t('product.sold_out')}</em>}
  </span>
)

function Stepper(props: { line: { sku: string; name: string; quantity: number } }) {
  const { sku, name, quantity } = props.line
  const set = (next: number) => {
    cart.value = withQuantity(cart.value, sku, next)
  }
  return (
    <span class="stepper">
      <button
        type="button"
        aria-label={t(quantity === 1 ? 'cart.remove' : 'cart.less', { name })}
        onClick={() => set(quantity - 1)}
      >
        −
      </button>
      <output aria-live="polite">{quantity}</output>
      <button type="button" aria-label={t('cart.more', { name })} onClick={() => set(quantity + 1)}>
        +
      </button>
    </span>
  )
}

/** To the checkout, where the shop takes orders. */
function Onward() {
  return shop.value?.takes_orders ? (
    <a class="primary wide" href={to('/checkout')}>
      {t('cart.order')}
    </a>
  ) : (
    <p class="note">{t('cart.shows_only')}</p>
  )
}
