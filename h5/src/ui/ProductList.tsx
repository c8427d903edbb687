import { useEffect, useState } from 'preact/hooks'
import { ApiError } from '../api/client.ts'
import { loadProducts, type Product } from '../shop.ts'
import { t } from '../texts.ts'
import { ProductCard } from './ProductCard.tsx'
import { Empty, Failed, Skeleton } from './States.tsx'

interface Shown {
  items: Product[]
  next: string | null
  error?: ApiError
}
/** Two in a row, and more when asked for. */
export function ProductList(props: { q?: string; category?: string; none: string }) {
  const { q, category } = props
  const [shown, show] = useState<Shown>()
  const [turn, setTurn] = useState(0)
  const query = { ...(q && { q }), ...(category && { category }) }
  useEffect(() => {
    let isOld = false
    show(undefined)
    loadProducts(query).then(
      ({ items, next_cursor }) => isOld || show({ items, next: next_cursor }),
      (error: ApiError) => isOld || show({ items: [], next: null, error }),
    )
    return () => {
      isOld = true
    }
  }, [q, category, turn])

  if (!shown) return <Skeleton cards={6} />
  if (shown.error && shown.items.length === 0)
    return <Failed error={shown.error} again={() => setTurn(turn + 1)} />
  if (shown.items.length === 0) return <Empty title={props.none} />
  const more = async () => {
    if (shown.next === null) return
    try {
      const { items, next_cursor } = await loadProducts({ ...query, cursor: shown.next })
      show({ items: [...shown.items, ...items], next: next_cursor })
    } catch (error) {
      if (error instanceof ApiError) show({ ...shown, error })
      else throw error
    }
  }
  return (
    <>
      <div class="grid">
        {shown.items.map((product) => (
          <ProductCard key={product.sku} product={product} />
        ))}
      </div>
      {shown.error && <Failed error={shown.error} again={() => void more()} />}
      {shown.next !== null && !shown.error && (
        <button type="button" class="quiet wide" onClick={() => void more()}>
          {t('action.more')}
        </button>
      )}
    </>
  )
}
