import { to } from '../address.ts'
import { loadNewcomerOffers } from '../member.ts'
import { t } from '../texts.ts'
import { Countdown } from './Countdown.tsx'
import { useLoad } from './useLoad.ts'

/** The way to what waits for a new customer, with the time she has left, while something does. */
export function NewcomerLink() {
  const { data, again } = useLoad(loadNewcomerOffers, [])
  // What cannot be read here keeps nobody from the shop.
  if (!data || data.items.length === 0) return null
  const until = data.items[0]?.until
  return (
    <a href={to('/coupons')}>
      {t('newcomer.title')}
      {until && (
        <>
          {' '}
          <Countdown until={until} aheadMs={data.aheadMs} onEnd={again} words={(clock) => clock} />
        </>
      )}
    </a>
  )
}
