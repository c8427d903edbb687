import { useRef } from 'preact/hooks'
import { loadFlashSalesOf } from '../flash.ts'
import { loadGroupBuys } from '../groups.ts'
import { loadPreSalesOf } from '../pre-sales.ts'
import { loadPlansOf } from '../subscriptions.ts'
import { useLoad } from './useLoad.ts'
import { useTurns } from './useTurns.ts'

/** Every other way in which an article is sold. `isKnown` once each has answered, so that nothing below them moves. */
export function useOffered(sku: string) {
  const preSales = useLoad(() => loadPreSalesOf(sku), [sku])
  const plans = useLoad(() => loadPlansOf(sku), [sku])
  const flash = useTurns(() => loadFlashSalesOf(sku), [sku])
  const groups = useLoad(() => loadGroupBuys(sku), [sku])
  const isKnown = useRef(false)
  // The product is sold without them too: what cannot be read here keeps nobody from buying.
  if ([preSales, plans, flash, groups].every(({ data, error }) => data || error))
    isKnown.current = true
  return { preSales, plans, flash, groups, isKnown: isKnown.current }
}
export type Offered = ReturnType<typeof useOffered>
