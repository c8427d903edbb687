import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { day, time } from '../format.ts'
import {
  type Coupon,
  loadCoupons,
  needOf,
  type Offered,
  passCouponOn,
  takeCoupon,
  takeCouponBack,
  worthOf,
} from '../member.ts'
import { t } from '../texts.ts'
import { CopyLink } from '../ui/CopyLink.tsx'
import { Countdown } from '../ui/Countdown.tsx'
import { Page } from '../ui/Frame.tsx'
import { NewcomerOffers } from '../ui/NewcomerOffers.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

const SHELVES = { free: ['taken', 'held', 'free'], used: ['used'], over: ['expired', 'void'] }
type Shelf = keyof typeof SHELVES
const shelves = Object.keys(SHELVES) as Shelf[]

/** Those she may take now, and those she has, by what became of them. */
export function CouponsPage() {
  return (
    <Page title={t('coupons.title')}>
      <SignedIn page="/coupons">
        <Loaded />
      </SignedIn>
      <NewcomerOffers />
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadCoupons, [])
  const [shelf, setShelf] = useState<Shelf>('free')
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  const on = (which: Shelf) => data.items.filter(({ state }) => SHELVES[which].includes(state))
  return (
    <>
      {data.offered.length > 0 && (
        <section>
          <h2>{t('coupons.offered')}</h2>
          <ul class="coupons">
            {data.offered.map((one) => (
              <OfferedRow key={one.batch_id} offered={one} onTaken={again} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t('coupons.mine')}</h2>
        <fieldset class="chips">
          <legend class="unseen">{t('coupons.mine')}</legend>
          {shelves.map((which) => (
            <button
              key={which}
              type="button"
              class="chip"
              aria-pressed={which === shelf}
              onClick={() => setShelf(which)}
            >
              {t(`coupon_shelf.${which}`)} {on(which).length}
            </button>
          ))}
        </fieldset>
        {on(shelf).length === 0 && <p class="note">{t('coupons.none')}</p>}
        <ul class="coupons">
          {on(shelf).map((coupon) => (
            <li key={coupon.code} class={shelf === 'free' ? '' : 'over'}>
              <strong class="worth">{worthOf(coupon)}</strong>
              <CouponWords coupon={coupon} />
              {coupon.gift !== null && <em>{t('coupon_gift.waiting')}</em>}
              {coupon.state === 'taken' && coupon.is_transferable && (
                <PassOn coupon={coupon} again={again} />
              )}
              {coupon.state === 'held' && <em>{t('coupons.held')}</em>}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** The link by which a friend claims it; hers until somebody does. */
function PassOn({ coupon: { code, name, gift }, again }: { coupon: Coupon; again: () => void }) {
  const { act, isBusy, fault } = useAct()
  return (
    <div class="pass-on">
      {gift !== null && (
        <CopyLink link={`${window.location.origin}${to(`/coupon-gift/${gift}`)}`} />
      )}
      <button
        type="button"
        class="quiet"
        aria-label={t(gift === null ? 'coupon_gift.pass_on_this' : 'coupon_gift.take_back_this', {
          name,
        })}
        disabled={isBusy}
        onClick={() =>
          void act(async () => {
            await (gift === null ? passCouponOn(code) : takeCouponBack(code))
            again()
          }, again)
        }
      >
        {t(gift === null ? 'coupon_gift.pass_on' : 'coupon_gift.take_back')}
      </button>
      {fault && (
        <small class="fault" role="alert">
          {fault}
        </small>
      )}
    </div>
  )
}

export function CouponWords({ coupon }: { coupon: Coupon }) {
  return (
    <span>
      {coupon.name}
      <small class="note">{needOf(coupon)}</small>
      <small class="note">
        {coupon.valid_to ? t('coupons.until', { at: time(coupon.valid_to) }) : t('coupons.lasting')}
      </small>
    </span>
  )
}

function OfferedRow(props: { offered: Offered; onTaken: () => void }) {
  const { offered, onTaken } = props
  const { act, isBusy, fault } = useAct()
  const isFull = offered.take_limit !== null && offered.mine >= offered.take_limit
  return (
    <li>
      <strong class="worth">{worthOf(offered)}</strong>
      <span>
        {offered.name}
        <small class="note">
          {needOf(offered)} · {t('coupons.activity_until', { day: day(offered.ends_at) })}
        </small>
        {offered.window_ends_at && offered.refused === null && (
          <small>
            <Countdown
              until={offered.window_ends_at}
              onEnd={onTaken}
              words={(clock) => t('newcomer.left', { clock })}
            />
          </small>
        )}
        {offered.refused !== null && <small class="note">{t(`why.${offered.refused}`)}</small>}
        {fault && (
          <small class="fault" role="alert">
            {fault}
          </small>
        )}
      </span>
      {isFull ? (
        <em>{t('coupons.taken')}</em>
      ) : offered.is_gone ? (
        <em>{t('coupons.gone')}</em>
      ) : offered.refused === null ? (
        <button
          type="button"
          class="primary small"
          aria-label={t('coupons.take_this', { name: offered.name })}
          disabled={isBusy}
          onClick={() =>
            void act(async () => {
              await takeCoupon(offered.batch_id)
              onTaken()
            })
          }
        >
          {t('coupons.take')}
        </button>
      ) : null}
    </li>
  )
}
