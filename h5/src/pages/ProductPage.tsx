import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { cart, withLine } from '../cart.ts'
import { money } from '../format.ts'
import { loadProduct, type Product } from '../shop.ts'
import { t } from '../texts.ts'
import { FlashSales } from '../ui/FlashSales.tsx'
import { Page } from '../ui/Frame.tsx'
import { type Gives, GivesWords } from '../ui/Gives.tsx'
import { GroupBuys } from '../ui/GroupBuys.tsx'
import { Plans } from '../ui/Plans.tsx'
import { PreSales } from '../ui/PreSales.tsx'
import { Picture } from '../ui/ProductCard.tsx'
import { Reviews } from '../ui/Reviews.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'
import { type Offered, useOffered } from '../ui/useOffered.ts'
import { Wishes } from '../ui/Wishes.tsx'

export function ProductPage() {
  const sku = decodeURIComponent(useRoute().params.sku ?? '')
  return <Loaded key={sku} sku={sku} />
}

function Loaded({ sku }: { sku: string }) {
  const { data, error, again } = useLoad(() => loadProduct(sku), [sku])
  const offered = useOffered(sku)
  return (
    <Page title={data?.product.name ?? t('product.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : data && offered.isKnown ? (
        <Shown {...data} offered={offered} />
      ) : (
        <>
          <div class="picture large ghost" />
          <Skeleton lines={4} />
        </>
      )}
    </Page>
  )
}

interface Sold {
  product: Product
  variants: Product[]
  gives: Gives | null
  offered: Offered
}

function Shown({ product, variants, gives, offered }: Sold) {
  const [added, setAdded] = useState(false)
  const add = () => {
    cart.value = withLine(cart.value, { sku: product.sku, name: product.name, quantity: 1 })
    setAdded(true)
  }
  return (
    <article class="product">
      <div class="picture large">
        <Picture product={product} alone />
      </div>
      <p class="price large">{money(product.price_fen)}</p>
      <h2>{product.name}</h2>
      {product.is_exclusive && <p class="note">{t('product.exclusive')}</p>}
      {variants.length > 1 && (
        <fieldset class="variants">
          <legend>{t('product.choose')}</legend>
          {variants.map((variant) => (
            <a
              key={variant.sku}
              class="chip"
              href={to(`/p/${encodeURIComponent(variant.sku)}`)}
              aria-current={variant.sku === product.sku ? 'true' : undefined}
            >
              {Object.values(variant.specs).join(' ') || variant.name}
              {variant.sold_out && <em> · {t('product.sold_out')}</em>}
            </a>
          ))}
        </fieldset>
      )}
      {product.left !== null && (
        <p class="note">{t('product.only_left', { count: product.left })}</p>
      )}
      {gives && <GivesWords gives={gives} />}
      <PreSales loaded={offered.preSales} />
      <Plans loaded={offered.plans} soldOut={product.sold_out} />
      <FlashSales loaded={offered.flash} sku={product.sku} />
      <GroupBuys loaded={offered.groups} sku={product.sku} soldOut={product.sold_out} />
      <Wishes key={product.sku} product={product} />
      {product.description && <p class="words">{product.description}</p>}
      <Reviews sku={product.sku} />
      <div class="foot">
        {added && (
          <a class="quiet" href={to('/cart')}>
            {t('product.to_cart')}
          </a>
        )}
        <button type="button" class="primary" disabled={product.sold_out} onClick={add}>
          {product.sold_out
            ? t('product.sold_out')
            : added
              ? t('product.once_more')
              : t('product.add')}
        </button>
      </div>
      <p class="unseen" role="status">
        {added ? t('product.added') : ''}
      </p>
    </article>
  )
}
