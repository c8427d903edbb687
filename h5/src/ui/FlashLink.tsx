import { to } from '../address.ts'
import { loadFlashSales } from '../flash.ts'
import { t } from '../texts.ts'
import { useLoad } from './useLoad.ts'

/** The way to flash sales while one runs or comes. */
export function FlashLink() {
  const { data } = useLoad(loadFlashSales, [])
  // What cannot be read here keeps nobody from the shop.
  if (!data?.items.some(({ time }) => time !== 'over')) return null
  return <a href={to('/flash-sales')}>{t('flash.title')}</a>
}
