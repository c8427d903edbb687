import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { activityQuery } from '../promotion/api.ts'
import { useMay } from '../session/session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { creditQuery, type OrderCredit, type OwnOrderDetail } from './api.ts'
import { CreditForm } from './CreditForm.tsx'
import styles from './Orders.module.css'

export interface Share {
  kind: OrderCredit['credits'][number]['kind']
  subject: string
  name: string | null
  shareBp: number
  because: string
  fen: number
}

/** All lines of an order are shared alike; their money is added up. */
export function sharesOf({ credits }: OrderCredit): Share[] {
  const found = new Map<string, Share>()
  for (const { kind, subject, name, share_bp, because, fen, reversed_fen } of credits) {
    const key = `${kind} ${subject}`
    const before = found.get(key)
    found.set(key, {
      ...{ kind, subject, name, because, shareBp: share_bp },
      fen: (before?.fen ?? 0) + fen - reversed_fen,
    })
  }
  return [...found.values()]
}

/** Whom a paid order counts for, why, and what was corrected. */
export function Credit({ order }: { order: OwnOrderDetail }) {
  const t = useTexts()
  const known = useKnownText()
  const mayWrite = useMay('orders:write')
  const [isOpen, setOpen] = useState(false)
  const found = useQuery(creditQuery(order.id))
  if (found.error) return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonLines lines={2} />
  const shares = sharesOf(found.data)
  return (
    <>
      <h3 className={styles.heading}>{t('credit.title')}</h3>
      {shares.length === 0 && <p>{t('credit.none')}</p>}
      {shares.map((share) => (
        <p key={`${share.kind} ${share.subject}`} className={styles.line}>
          <span>
            {t(`credit.kind_${share.kind}`)}{' '}
            {share.kind === 'activity' ? (
              <ActivityName id={share.subject} />
            ) : (
              (share.name ?? share.subject)
            )}
            {share.shareBp < 10_000 && ` ${share.shareBp / 100}%`} ·{' '}
            {known(`credit.because_${share.because}`) ?? share.because}
          </span>
          <Money fen={share.fen} currency={order.currency} />
        </p>
      ))}
      {found.data.corrections.map((one) => (
        <p key={`${one.at} ${one.kind}`} className={styles.line}>
          <span>
            {t('credit.corrected', {
              kind: t(`credit.kind_${one.kind}`),
              before: told(one.before) || t('credit.nobody'),
              after: told(one.after) || t('credit.nobody'),
              reason: one.reason,
            })}
          </span>
          <When at={one.at} />
        </p>
      ))}
      {mayWrite && (
        <Button size="small" onClick={() => setOpen(true)}>
          {t('credit.correct')}
        </Button>
      )}
      {isOpen && <CreditForm orderId={order.id} shares={shares} onClose={() => setOpen(false)} />}
    </>
  )
}

/** Its id until it is known, or where there is none of it any more. */
export function ActivityName({ id }: { id: string }) {
  const found = useQuery(activityQuery(id))
  return <>{found.data?.name ?? id}</>
}

const told = (shares: Record<string, number>) =>
  Object.entries(shares)
    .map(([subject, bp]) => (bp === 10_000 ? subject : `${subject} ${bp / 100}%`))
    .join('、')
