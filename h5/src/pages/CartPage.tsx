import { to } from '../address.ts'
import { answer, client, here } from '../api/client.ts'
import { cart, withQuantity } from '../cart.ts'
import { money } from '../format.ts'
import { ensureSession } from '../session.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** What she has chosen, at what it costs now, with what took something off and why the rest did not. */
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
          <Total />
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

function Total() {
  const lines = cart.value.map(({ sku, quantity }) => ({ sku, quantity }))
  const { data, error, again } = useLoad(async () => {
    await ensureSession()
    return answer(
      client.POST('/api/v1/shop/{shop}/quote', { params: { path: here }, body: { lines } }),
    )
  }, [JSON.stringify(lines)])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={3} />
  return (
    <dl class="total">
      <dt>{t('cart.goods')}</dt>
      <dd>{money(data.total_fen - data.shipping_fen + data.discount_fen)}</dd>
      {data.discount_fen > 0 && (
        <>
          <dt>{t('cart.off')}</dt>
          <dd class="good">−{money(data.discount_fen)}</dd>
        </>
      )}
      {data.trace
        .filter((note) => note.applied && ['member_price', 'offers', 'coupon'].includes(note.step))
        .map((note) => (
          <p key={`${note.step} ${note.id ?? ''} ${note.args?.sku ?? ''}`} class="why">
            {t(`step.${note.step}`)} −{money(note.fen)}
          </p>
        ))}
      <dt class="large">{t('cart.due')}</dt>
      <dd class="large">{money(data.due_fen)}</dd>
    </dl>
  )
}
