import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Offer, offerFiguresQuery } from './api.ts'
import { Figure } from './Figure.tsx'
import styles from './Promotion.module.css'

/** What one offer cost, what its orders left, and whom it won. */
export function OfferFigures(props: { offer: Offer; onClose: () => void }) {
  const t = useTexts()
  const { data, error, refetch } = useQuery(offerFiguresQuery(props.offer.id))
  const money = (fen: number | null) => (fen === null ? <Nothing /> : <Money fen={fen} />)
  return (
    <Modal open width={640} title={props.offer.name} footer={null} onCancel={props.onClose}>
      {error ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonLines lines={6} />
      ) : (
        <>
          <dl className={styles.figures}>
            <Figure title={t('activities.subsidy')}>
              <Money fen={data.subsidy_fen} />
              <div className={styles.quiet}>
                <Count value={data.uses} /> {t('offers.times')}
              </div>
            </Figure>
            <Figure title={t('activity_measure.orders')}>
              <Count value={data.orders} />
            </Figure>
            <Figure title={t('activity_measure.sales_fen')}>
              <Money fen={data.sales_fen - data.refunded_fen} />
            </Figure>
            <Figure title={t('activity_measure.margin_fen')}>
              {money(data.margin_fen)}
              {data.estimated_orders > 0 && (
                <div className={styles.quiet}>
                  {t('activities.estimated', { count: data.estimated_orders })}
                </div>
              )}
            </Figure>
            <Figure title={t('activity_measure.new_customers')}>
              <Count value={data.new_customers} />
            </Figure>
            <Figure title={t('activity_measure.returning_customers')}>
              <Count value={data.returning_customers} />
            </Figure>
            <Figure title={t('offers.subsidy_per_new')}>{money(data.subsidy_per_new_fen)}</Figure>
          </dl>
          <p className={styles.quiet}>{t('offers.figures_words')}</p>
        </>
      )}
    </Modal>
  )
}
