import { to } from '../address.ts'
import { day, money } from '../format.ts'
import { loadPoints, type Points } from '../member.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Moves } from '../ui/Moves.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

const count = (n: number) => n.toLocaleString(document.documentElement.lang)

/** What she has in points, what it is worth, and every lot that ends. */
export function PointsPage() {
  return (
    <Page title={t('points.title')}>
      <SignedIn page="/points">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadPoints, [])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  return (
    <>
      <section class="balance">
        <strong>{count(data.spendable)}</strong>
        <span>{t('points.worth', { sum: money(data.worth_fen) })}</span>
        <small class="note">
          {t('points.rate', { points: count(data.worth.points), sum: money(data.worth.fen) })}
        </small>
      </section>
      <nav class="rows" aria-label={t('rewards.title')}>
        <a href={to('/rewards')}>{t('rewards.title')}</a>
      </nav>
      <dl class="total">
        {data.pending > 0 && (
          <>
            <dt>{t('points.pending')}</dt>
            <dd>{count(data.pending)}</dd>
          </>
        )}
        {data.owed > 0 && (
          <>
            <dt>{t('points.owed')}</dt>
            <dd>−{count(data.owed)}</dd>
          </>
        )}
        <Lots points={data} />
      </dl>
      <Moves of="points" show={count} />
    </>
  )
}

function Lots({ points }: { points: Points }) {
  return (
    <>
      {points.expiring.map((lot) => (
        <>
          <dt>{t('points.ends', { day: day(lot.expires_at) })}</dt>
          <dd>{count(lot.amount)}</dd>
        </>
      ))}
      {(points.lasting > 0 || points.expiring.length === 0) && (
        <>
          <dt>{t('points.lasting')}</dt>
          <dd>{count(points.lasting)}</dd>
        </>
      )}
    </>
  )
}
