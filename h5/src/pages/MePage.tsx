import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { loadAffiliate } from '../affiliate.ts'
import { answer, client, here } from '../api/client.ts'
import { money } from '../format.ts'
import { loadCoupons, loadMembership, loadPoints, loadStoredValue } from '../member.ts'
import { findSession, signOut } from '../session.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'
import { MemberSummary } from './MemberPage.tsx'

export const loadOwn = () =>
  answer(client.GET('/api/v1/shop/{shop}/me', { params: { path: here } }))

/** Who she is here, and the way to everything of hers. */
export function MePage() {
  const { route } = useLocation()
  const { data, error, again } = useLoad(async () => {
    const session = await findSession()
    if (!session?.signed_in) return { own: null }
    const [own, membership, points, stored, coupons, affiliate] = await Promise.all([
      loadOwn(),
      loadMembership(),
      loadPoints(),
      loadStoredValue(),
      loadCoupons(),
      loadAffiliate(),
    ])
    return { own, membership, points, stored, coupons, affiliate }
  }, [])
  const leave = async () => {
    await signOut()
    route(to('/'), true)
  }
  return (
    <Page title={t('tab.me')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : !data ? (
        <Skeleton lines={4} />
      ) : data.own === null ? (
        <Empty title={t('me.nobody')}>
          <a class="primary" href={to('/sign-in')}>
            {t('sign_in.enter')}
          </a>
        </Empty>
      ) : (
        <>
          <section class="who">
            <strong>{data.own.known_by.find((k) => k.namespace === 'phone')?.value}</strong>
          </section>
          {data.membership && <MemberSummary membership={data.membership} />}
          <nav class="figures" aria-label={t('me.mine')}>
            <a href={to('/points')}>
              <strong>{data.points.spendable.toLocaleString(document.documentElement.lang)}</strong>
              {t('points.title')}
            </a>
            <a href={to('/coupons')}>
              <strong>{data.coupons.items.filter(({ state }) => state === 'taken').length}</strong>
              {t('coupons.title')}
            </a>
            <a href={to('/stored-value')}>
              <strong>{money(data.stored.principal_fen + data.stored.bonus_fen)}</strong>
              {t('stored.title')}
            </a>
          </nav>
          <nav class="rows" aria-label={t('me.all')}>
            <a href={to('/member-code')}>{t('member_code.title')}</a>
            {data.membership && <a href={to('/member')}>{t('member.title')}</a>}
            <a href={to('/cards')}>{t('cards.title')}</a>
            <a href={to('/bestie-cards')}>{t('bestie.title')}</a>
            <a href={to('/rewards')}>{t('rewards.title')}</a>
            <a href={to('/orders')}>{t('orders.title')}</a>
            <a href={to('/appointments')}>{t('appointments.title')}</a>
            <a href={to('/subscriptions')}>{t('subscriptions.title')}</a>
            {data.affiliate.codes.length > 0 && (
              <a href={to('/affiliate')}>{t('affiliate.title')}</a>
            )}
            <a href={to('/addresses')}>{t('address.title')}</a>
            <a href={to('/favourites')}>{t('favourites.title')}</a>
            <a href={to('/messages')}>{t('messages.title')}</a>
            <a href={to('/privacy')}>{t('privacy.title')}</a>
          </nav>
          <button type="button" class="quiet wide" onClick={() => void leave()}>
            {t('me.sign_out')}
          </button>
        </>
      )}
    </Page>
  )
}
