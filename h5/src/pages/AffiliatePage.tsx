import {
  type Affiliate,
  linkOf,
  loadAffiliate,
  loadCommissions,
  loadPayouts,
} from '../affiliate.ts'
import { day, money, time } from '../format.ts'
import { sentences, t } from '../texts.ts'
import { CopyLink } from '../ui/CopyLink.tsx'
import { Page } from '../ui/Frame.tsx'
import { Paged } from '../ui/Paged.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

/** Her links, what orders by them earned her, and what she was paid. */
export function AffiliatePage() {
  return (
    <Page title={t('affiliate.title')}>
      <SignedIn page="/affiliate">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadAffiliate, [])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  if (data.codes.length === 0) return <Empty title={t('affiliate.nobody')} />
  return (
    <>
      <section class="balance">
        <strong>{money(data.due_fen)}</strong>
        <span>{t('affiliate.due')}</span>
      </section>
      <Sums affiliate={data} />
      <Links affiliate={data} />
      <Commissions />
      <Payouts />
    </>
  )
}

function Sums({ affiliate: a }: { affiliate: Affiliate }) {
  return (
    <>
      <dl class="total">
        <dt>{t('affiliate.pending')}</dt>
        <dd>{money(a.pending_fen)}</dd>
        {a.paying_fen > 0 && (
          <>
            <dt>{t('affiliate.paying')}</dt>
            <dd>{money(a.paying_fen)}</dd>
          </>
        )}
        <dt>{t('affiliate.paid')}</dt>
        <dd>{money(a.paid_fen)}</dd>
      </dl>
      <p class="note">
        {sentences(
          t(`affiliate_due.${a.due_when}`),
          a.least_payout_fen > 0 && t('affiliate.least', { sum: money(a.least_payout_fen) }),
          a.due_fen < 0 && t('affiliate.owed'),
        )}
      </p>
    </>
  )
}

function Links({ affiliate }: { affiliate: Affiliate }) {
  return (
    <section>
      <h2>{t('affiliate.links')}</h2>
      <ul class="plain">
        {affiliate.codes.map(({ code, state }) => (
          <li key={code} class="between">
            <span>
              {code}
              {state === 'ended' && <small class="note">{t('affiliate.ended')}</small>}
            </span>
            {state === 'active' && <CopyLink link={linkOf(code)} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Commissions() {
  return (
    <section>
      <h2>{t('affiliate.orders')}</h2>
      <Paged
        load={loadCommissions}
        none={t('affiliate.none')}
        keyOf={({ earned_at, code, sku }) => `${earned_at} ${code} ${sku}`}
      >
        {(one) => (
          <>
            <span>
              {one.name}
              <small class="note">
                {time(one.earned_at)} · {money(one.basis_fen)} ·{' '}
                {t(`commission_state.${one.state}`)}
              </small>
            </span>
            <span>
              {money(one.kept_fen)}
              {one.reversed_fen > 0 && (
                <small class="note">
                  {t('affiliate.taken_back', { sum: money(one.reversed_fen) })}
                </small>
              )}
            </span>
          </>
        )}
      </Paged>
    </section>
  )
}

function Payouts() {
  const { data, error, again } = useLoad(loadPayouts, [])
  if (error) return <Failed error={error} again={again} />
  if (!data || data.length === 0) return null
  return (
    <section>
      <h2>{t('affiliate.payouts')}</h2>
      <ul class="plain">
        {data.map((one) => (
          <li key={one.made_at} class="between">
            <span>
              {day(one.made_at)} <small class="note">{t(`payee_state.${one.state}`)}</small>
            </span>
            <span>{money(one.fen)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
