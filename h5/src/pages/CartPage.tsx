import { to } from '../address.ts'
import { cart, withQuantity } from '../cart.ts'
import { shop } from '../shop.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { Empty } from '../ui/States.tsx'

/** What she has chosen so far. */
export function CartPage() {
  const lines = cart.value
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
                <Picture product={line} />
                <a class="name" href={to(`/p/${encodeURIComponent(line.sku)}`)}>
                  {line.name}
                </a>
                <Stepper line={line} />
              </li>
            ))}
          </ul>
          <Onward />
        </>
      )}
    </Page>
  )
}

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
