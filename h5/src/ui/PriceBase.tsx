import { money } from '../format.ts'
import { t } from '../texts.ts'

/** What a reduced price is compared with, in words: where nothing is said, the law takes the lowest before. */
export function PriceBase({ base, price }: { base: number | null; price: number }) {
  if (base === null || base <= price) return null
  return (
    <small>
      {t('price.base')} <s>{money(base)}</s>
    </small>
  )
}
