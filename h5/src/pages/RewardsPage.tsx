import { to } from '../address.ts'
import { money, time } from '../format.ts'
import { nameOf } from '../member.ts'
import { loadRedemptions, loadRewards, type Reward } from '../rewards.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Paged } from '../ui/Paged.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'

export const count = (n: number) => n.toLocaleString(document.documentElement.lang)

/** 100 points, or 100 points and ¥2.50. */
export const costOf = ({ points, cash_fen }: Pick<Reward, 'points' | 'cash_fen'>): string =>
  cash_fen > 0
    ? t('rewards.points_and_cash', { points: count(points), sum: money(cash_fen) })
    : t('rewards.points', { points: count(points) })

/** What points are exchanged for, what is missing, and what she has had. */
export function RewardsPage() {
  return (
    <Page title={t('rewards.title')}>
      <SignedIn page="/rewards">
        <Loaded />
        <Redemptions />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadRewards, [])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={6} />
  return (
    <>
      <section class="balance">
        <strong>{count(data.points)}</strong>
        <span>{t('rewards.yours')}</span>
        <small class="note">
          {data.nearest
            ? t('rewards.nearest', {
                name: nameOf(data.nearest),
                missing: count(data.nearest.missing),
              })
            : t('rewards.reached', { count: data.reached })}
        </small>
        <a class="quiet" href={to('/points')}>
          {t('points.title')}
        </a>
      </section>
      {data.rewards.length === 0 ? (
        <Empty title={t('rewards.none')} />
      ) : (
        <ul class="plain">
          {data.rewards.map((reward) => (
            <li key={reward.id} class="between">
              <span>
                <a href={to(`/rewards/${reward.id}`)}>{nameOf(reward)}</a>
                <small class="note"> {costOf(reward)}</small>
              </span>
              <small class="note">{stateOf(reward)}</small>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Whether it is hers to have, in a few words. */
export function stateOf({
  refused,
  missing,
  is_opened,
}: Pick<Reward, 'refused' | 'missing' | 'is_opened'>): string {
  if (is_opened) return t('content.opened')
  if (refused) return t(`refused.${refused}`)
  return missing > 0 ? t('rewards.missing', { missing: count(missing) }) : t('rewards.can')
}

function Redemptions() {
  return (
    <section>
      <h2>{t('rewards.had')}</h2>
      <Paged load={loadRedemptions} none={t('rewards.had_none')} keyOf={({ id }) => id}>
        {(one) => (
          <>
            <span>
              {nameOf({ name: one.reward, name_en: one.reward_en })}
              <small class="note">
                {' '}
                {costOf(one)} · {time(one.at)}
              </small>
            </span>
            {one.order_id ? (
              <a href={to(`/orders/${one.order_id}`)}>{t(`redemption.${one.state}`)}</a>
            ) : one.kind === 'content' && one.state === 'redeemed' ? (
              <a href={to(`/contents/${one.reward_id}`)}>{t('content.read')}</a>
            ) : (
              <small class="note">{t(`redemption.${one.state}`)}</small>
            )}
          </>
        )}
      </Paged>
    </section>
  )
}
