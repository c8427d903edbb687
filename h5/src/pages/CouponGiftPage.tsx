import { useRoute } from 'preact-iso'
import { to } from '../address.ts'
import { time } from '../format.ts'
import { claimCouponGift, loadCouponGift, needOf, worthOf } from '../member.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** The coupon whose link she was sent: what it is worth, and hers with one tap. */
export function CouponGiftPage() {
  const { token = '' } = useRoute().params
  return (
    <Page title={t('coupon_gift.title')}>
      <SignedIn page={`/coupon-gift/${token}`}>
        <Loaded token={token} />
      </SignedIn>
    </Page>
  )
}

function Loaded({ token }: { token: string }) {
  const { data, error, again } = useLoad(() => loadCouponGift(token), [token])
  const { act, isBusy, fault } = useAct()
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={4} />
  const claim = () =>
    act(async () => {
      await claimCouponGift(token)
      again()
    }, again)
  return (
    <>
      <ul class="coupons">
        <li class={data.state === 'gone' ? 'over' : ''}>
          <strong class="worth">{worthOf(data)}</strong>
          <span>
            {data.name}
            <small class="note">{needOf(data)}</small>
            <small class="note">
              {data.valid_to
                ? t('coupons.until', { at: time(data.valid_to) })
                : t('coupons.lasting')}
            </small>
          </span>
        </li>
      </ul>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {data.state === 'waiting' && !data.is_own ? (
        <>
          <button type="button" class="primary wide" disabled={isBusy} onClick={claim}>
            {t('coupon_gift.claim')}
          </button>
          <p class="note">{t('coupon_gift.claim_words')}</p>
        </>
      ) : (
        <p role="status">
          {t(
            data.is_mine
              ? 'coupon_gift.yours'
              : data.is_own && data.state === 'waiting'
                ? 'coupon_gift.own'
                : `coupon_gift.${data.state}`,
          )}
        </p>
      )}
      {(data.is_mine || data.is_own) && (
        <nav class="rows" aria-label={t('me.all')}>
          <a href={to('/coupons')}>{t('coupons.title')}</a>
        </nav>
      )}
    </>
  )
}
