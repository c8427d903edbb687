import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, InputNumber, Progress, Skeleton } from 'antd'
import { useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count } from '../ui/Figures.tsx'
import {
  type BatchDetail,
  batchQuery,
  changeBatch,
  giveCoupons,
  issueCoupons,
  usePromotionChanged,
} from './api.ts'
import styles from './Promotion.module.css'

const COUNTS = ['free', 'taken', 'held', 'used', 'expired', 'void'] as const

/** What became of a batch's coupons, and how more come to be. */
export function BatchDrawer(props: { id: string; onClose: () => void }) {
  const t = useTexts()
  const batch = useQuery(batchQuery(props.id))
  const { data } = batch
  return (
    <Drawer open size={560} title={data?.name ?? t('coupons.batch')} onClose={props.onClose}>
      {batch.error ? (
        <ErrorPanel error={batch.error} onRetry={() => void batch.refetch()} />
      ) : data ? (
        <Inside batch={data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function Inside(props: { batch: BatchDetail }) {
  const t = useTexts()
  const { batch } = props
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  return (
    <>
      <p>
        {t('coupons.of_offer', { offer: batch.offer_name })}{' '}
        {batch.offer_state !== 'live' && (
          <span className={styles.quiet}>{t('coupons.offer_not_live')}</span>
        )}
      </p>
      {batch.kind === 'shared' ? (
        <p>
          {t('coupons.shared_code')} <code>{batch.code}</code>
        </p>
      ) : (
        <dl className={styles.figures}>
          {COUNTS.map((state) => (
            <div key={state} className={styles.figure}>
              <dt>{t(`coupon_state.${state}`)}</dt>
              <dd>
                <Count value={batch.counts[state]} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {batch.wanted > batch.issued && (
        <div aria-live="polite">
          <span>{t('coupons.issuing')}</span>
          <Progress percent={Math.floor((100 * batch.issued) / batch.wanted)} />
        </div>
      )}
      {mayWrite && batch.kind === 'personal' && batch.state === 'open' && <More batch={batch} />}
      <div style={{ display: 'flex', gap: 8 }}>
        {scope.kind === 'all' && batch.kind === 'personal' && (
          <ExportButton kind="coupons" params={{ batch_id: batch.id }} />
        )}
        {mayWrite && <Close batch={batch} />}
      </div>
    </>
  )
}

function More(props: { batch: BatchDetail }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const [count, setCount] = useState<number | null>(1000)
  const [customer, setCustomer] = useState<number>()
  const { id } = props.batch
  const issuing = useMutation({
    mutationFn: () => issueCoupons(id, count ?? 0),
    onSuccess: () => changed(),
  })
  const giving = useMutation({
    mutationFn: () => giveCoupons(id, customer === undefined ? [] : [customer]),
    onSuccess: async ({ given }) => {
      void message.info(t(given > 0 ? 'coupons.given' : 'coupons.at_limit'))
      await changed()
    },
  })
  const error = issuing.error ?? giving.error
  return (
    <section style={{ marginBottom: 16 }}>
      {error && <ErrorNote error={error} />}
      <h2 className={styles.part}>{t('coupons.issue')}</h2>
      <p className={styles.quiet}>{t('coupons.issue_words')}</p>
      <div style={{ display: 'flex', gap: 8 }}>
        <InputNumber
          min={1}
          max={10_000_000}
          precision={0}
          aria-label={t('coupons.wanted')}
          value={count}
          onChange={setCount}
        />
        <Button disabled={!count} loading={issuing.isPending} onClick={() => issuing.mutate()}>
          {t('coupons.issue')}
        </Button>
      </div>
      <h2 className={styles.part}>{t('coupons.give')}</h2>
      <div style={{ display: 'flex', gap: 8 }}>
        <CustomerPicker
          value={customer}
          onChange={setCustomer}
          width={260}
          placeholder={t('coupons.choose_customer')}
        />
        <Button
          disabled={customer === undefined}
          loading={giving.isPending}
          onClick={() => giving.mutate()}
        >
          {t('coupons.give')}
        </Button>
      </div>
    </section>
  )
}

function Close(props: { batch: BatchDetail }) {
  const t = useTexts()
  const changed = usePromotionChanged()
  const { id, state, revision } = props.batch
  const closing = useMutation({
    mutationFn: () => changeBatch(id, { state: state === 'open' ? 'closed' : 'open', revision }),
    onSettled: () => changed(),
  })
  return (
    <>
      {closing.error && <ErrorNote error={closing.error} />}
      <Button loading={closing.isPending} onClick={() => closing.mutate()}>
        {t(state === 'open' ? 'coupons.close' : 'coupons.reopen')}
      </Button>
    </>
  )
}
