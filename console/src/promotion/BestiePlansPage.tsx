import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import { usePromotionChanged } from './api.ts'
import { BestieCards } from './BestieCards.tsx'
import { BestiePlanForm } from './BestiePlanForm.tsx'
import {
  type BestiePlan,
  bestieFiguresQuery,
  bestiePlansQuery,
  setBestiePlan,
} from './bestieApi.ts'
import { Figure } from './Figure.tsx'
import { OfActivity } from './OfActivity.tsx'
import styles from './Promotion.module.css'
import { TONES, useMayPromote } from './PromotionList.tsx'

const route = getRouteApi('/app/bestie-cards')

/** Bestie plans of one activity: what each says, what became of its cards, and whose they are. */
export function BestiePlansPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const activity = search.activity ?? ''
  const { scope } = useSession()
  const mayWrite = useMayPromote()
  const list = useQuery({ ...bestiePlansQuery(activity), enabled: activity !== '' })
  return (
    <OfActivity
      activity={activity}
      list={list}
      chosen={search.plan}
      onChoose={(plan) =>
        void navigate({ to: '/bestie-cards', search: { activity, plan }, replace: true })
      }
      words={{
        title: t('bestie.title'),
        of: (named) => t('bestie.of', { activity: named }),
        make: t('bestie.new'),
        noActivity: t('bestie.no_activity'),
        empty: t('bestie.empty'),
        emptyWords: t('bestie.empty_words'),
      }}
      form={(close) => <BestiePlanForm activity={activity} onClose={close} />}
    >
      {(one) => (
        <Shown key={one.id} plan={one} mayWrite={mayWrite} isWhole={scope.kind === 'all'} />
      )}
    </OfActivity>
  )
}

function Shown(props: { plan: BestiePlan; mayWrite: boolean; isWhole: boolean }) {
  const t = useTexts()
  const { plan } = props
  const days = plan.accept_hours / 24
  return (
    <>
      <h2 className={styles.part}>
        {plan.name} <Chip tone={TONES[plan.state]}>{t(`activity_state.${plan.state}`)}</Chip>
      </h2>
      {props.mayWrite && plan.state !== 'ended' && <Acts plan={plan} />}
      <ul className={styles.told}>
        <li>
          <span>{t('bestie.friend_gets')}</span>
          <span>{plan.friend_batch_name}</span>
        </li>
        <li>
          <span>{t('bestie.holder_gets')}</span>
          <span>
            {plan.holder_batch_name === null
              ? t('bestie.holder_nothing')
              : `${plan.holder_batch_name} · ${t(`bestie_when.${plan.holder_when}`)}`}
          </span>
        </li>
        <li>
          <span>{t('bestie.how')}</span>
          <span>
            {plan.sku === null
              ? t(`bestie_who.${plan.who}`)
              : t('bestie.bought', { sku: plan.sku })}
          </span>
        </li>
        <li>
          <span>{t('bestie.friend')}</span>
          <span>
            {t(`bestie_friend.${plan.friend}`)} ·{' '}
            {Number.isInteger(days)
              ? t('bestie.within_days', { count: days })
              : t('bestie.within_hours', { count: plan.accept_hours })}
          </span>
        </li>
        <li>
          <span>{t('bestie.issued')}</span>
          <span>
            <Count value={plan.issued} />
            {plan.total !== null && (
              <>
                {' / '}
                <Count value={plan.total} />
              </>
            )}
          </span>
        </li>
      </ul>
      {props.isWhole ? (
        <>
          <Figures id={plan.id} />
          <BestieCards plan={plan} mayWrite={props.mayWrite} />
        </>
      ) : (
        <p className={styles.quiet}>{t('activities.whole_only')}</p>
      )}
    </>
  )
}

function Acts(props: { plan: BestiePlan }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const { plan } = props
  const [isEdited, edit] = useState(false)
  const [isCopied, copy] = useState(false)
  const acting = useMutation({
    mutationFn: (to: 'publish' | 'pause' | 'end') => setBestiePlan(plan.id, to),
    onSettled: () => changed(),
  })
  return (
    <>
      {acting.error && <ErrorNote error={acting.error} />}
      <div style={{ display: 'flex', gap: 8, marginBottom: 16, flexWrap: 'wrap' }}>
        <Button onClick={() => edit(true)}>{t('action.edit')}</Button>
        <Button onClick={() => copy(true)}>{t('activities.copy')}</Button>
        {plan.state === 'live' ? (
          <Button loading={acting.isPending} onClick={() => acting.mutate('pause')}>
            {t('offers.pause')}
          </Button>
        ) : (
          <Button
            type="primary"
            loading={acting.isPending}
            onClick={() => acting.mutate('publish')}
          >
            {t('offers.publish')}
          </Button>
        )}
        <Popconfirm
          title={t('bestie.end_sure')}
          description={t('bestie.end_words')}
          onConfirm={() => acting.mutate('end')}
        >
          <Button danger>{t('offers.end')}</Button>
        </Popconfirm>
      </div>
      {isCopied && (
        <BestiePlanForm activity={plan.activity_id} from={plan} onClose={() => copy(false)} />
      )}
      {isEdited && (
        <BestiePlanForm activity={plan.activity_id} plan={plan} onClose={() => edit(false)} />
      )}
    </>
  )
}

function Figures(props: { id: string }) {
  const t = useTexts()
  const figures = useQuery(bestieFiguresQuery(props.id))
  if (figures.error)
    return <ErrorPanel error={figures.error} onRetry={() => void figures.refetch()} />
  if (!figures.data) return <SkeletonLines lines={3} />
  const f = figures.data
  return (
    <dl className={styles.figures}>
      <Figure title={t('bestie.given')}>
        <Count value={f.given} />
        <div className={styles.quiet}>{t('bestie.waiting', { count: f.waiting })}</div>
      </Figure>
      <Figure title={t('bestie.accepted')}>
        <Count value={f.accepted} />
        <div className={styles.quiet}>
          {t('bestie.over', { expired: f.expired, revoked: f.revoked })}
        </div>
      </Figure>
      <Figure title={t('bestie.accepted_share')}>
        {f.accepted_bp === null ? <Nothing /> : `${(f.accepted_bp / 100).toFixed(1)} %`}
      </Figure>
      <Figure title={t('bestie.friends_bought')}>
        <Count value={f.friends_bought} />
      </Figure>
      <Figure title={t('bestie.holders_given')}>
        <Count value={f.holders_given} />
        <div className={styles.quiet}>
          {t('bestie.holders_refused', { count: f.holders_refused })}
        </div>
      </Figure>
      <Figure title={t('bestie.friend_sales')}>
        <Money fen={f.friend_sales_fen} />
      </Figure>
      <Figure title={t('bestie.friend_coupons')}>
        <Money fen={f.friend_coupons_fen} />
      </Figure>
    </dl>
  )
}
