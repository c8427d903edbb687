import { loadNewcomerOffers, needOf, worthOf } from '../member.ts'
import { t } from '../texts.ts'
import { Countdown } from './Countdown.tsx'
import { useLoad } from './useLoad.ts'

/** What waits for a new customer, with the time she has left. */
export function NewcomerOffers() {
  const { data, again } = useLoad(loadNewcomerOffers, [])
  // What cannot be read here keeps nobody from the shop.
  if (!data || data.items.length === 0) return null
  return (
    <section aria-label={t('newcomer.title')}>
      <h2>{t('newcomer.title')}</h2>
      <ul class="coupons">
        {data.items.map((offer) => (
          <li key={offer.id}>
            <strong class="worth">{worthOf(offer)}</strong>
            <span>
              {offer.offer_name}
              <small class="note">{needOf(offer)}</small>
              {offer.until && (
                <small>
                  <Countdown
                    until={offer.until}
                    aheadMs={data.aheadMs}
                    onEnd={again}
                    words={(clock) => t('newcomer.left', { clock })}
                  />
                </small>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
