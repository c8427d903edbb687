import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import type { BlockProps } from '../home.ts'
import { needOf, takeCoupon, worthOf } from '../member.ts'
import { findSession } from '../session.ts'
import { t } from '../texts.ts'
import { useAct } from '../ui/useAct.ts'
import { BlockTitle } from './Headline.tsx'

type Coupon = BlockProps<'coupons'>['block']['data']['coupons'][number]

/** What can be taken now; who is not known signs in first. */
export function Coupons({ block }: BlockProps<'coupons'>) {
  const { settings, data } = block
  if (data.coupons.length === 0) return null
  return (
    <section>
      <BlockTitle title={settings.title} link={{ to: 'page', page: 'coupons' }} />
      <ul class="coupons">
        {data.coupons.map((coupon) => (
          <Row key={coupon.batch_id} coupon={coupon} />
        ))}
      </ul>
    </section>
  )
}

function Row({ coupon }: { coupon: Coupon }) {
  const { route } = useLocation()
  const { act, isBusy, fault } = useAct()
  const [taken, setTaken] = useState(coupon.mine)
  const isFull = coupon.take_limit !== null && taken >= coupon.take_limit
  const take = async () => {
    if (!(await findSession())?.signed_in) return route(to('/sign-in?to=/'))
    await takeCoupon(coupon.batch_id)
    setTaken(taken + 1)
  }
  return (
    <li>
      <strong class="worth">{worthOf(coupon)}</strong>
      <span>
        {coupon.name}
        <small class="note">{needOf(coupon)}</small>
        {fault && (
          <small class="fault" role="alert">
            {fault}
          </small>
        )}
      </span>
      {isFull ? (
        <em role="status">{t('coupons.taken')}</em>
      ) : coupon.is_gone ? (
        <em>{t('coupons.gone')}</em>
      ) : (
        <button
          type="button"
          class="primary small"
          aria-label={t('coupons.take_this', { name: coupon.name })}
          disabled={isBusy}
          onClick={() => void act(take)}
        >
          {t('coupons.take')}
        </button>
      )}
    </li>
  )
}
