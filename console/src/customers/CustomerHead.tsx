import { LeftOutlined, MergeCellsOutlined, RightOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { useNow } from '../format/now.ts'
import { type TextKey, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { CopyText } from '../ui/Copy.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { Avatar } from './Avatar.tsx'
import type { Customer } from './api.ts'
import styles from './CustomerHead.module.css'
import { givenName, phoneOf } from './naming.ts'
import { neighboursOf } from './neighbours.ts'
import { Personal } from './Personal.tsx'
import { Sparkline } from './Sparkline.tsx'
import { usePlatformName } from './words.ts'

/** The facts that say at a glance who this is, how lively and what worth. */
export function CustomerHead(props: { customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  const platformName = usePlatformName()
  const phone = phoneOf(customer)
  return (
    <div className={styles.head}>
      <div className={styles.person}>
        <Avatar large name={givenName(customer)} known={customer.known} />
        <dl className={styles.facts}>
          <Fact label={t('customer.number')}>
            <CopyText text={String(customer.id)} />
            <Chip tone={customer.known ? 'good' : 'plain'}>
              {t(customer.known ? 'customers.known' : 'customers.anonymous')}
            </Chip>
          </Fact>
          <Fact label={t('customer.mobile')}>
            {phone ? <Personal name="phone" value={phone} /> : <Nothing />}
          </Fact>
          <Fact label={t('customers.column_first_seen')}>
            <When at={customer.first_seen} />
          </Fact>
          <Fact label={t('customers.column_last_seen')}>
            <When at={customer.last_seen} />
          </Fact>
          {customer.platforms.length > 0 && (
            <Fact wide label={t('customers.by_platforms')}>
              <Chips>
                {customer.platforms.map((platform) => (
                  <Chip key={platform}>{platformName(platform)}</Chip>
                ))}
              </Chips>
            </Fact>
          )}
        </dl>
      </div>
      <Value customer={customer} />
    </div>
  )
}

const DAY = 86_400_000

/** What the customer is worth so far, in the currency most was paid in; further ones below it. */
function Value(props: { customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  const now = useNow()
  const [main, ...others] = customer.value
  return (
    <div className={styles.value}>
      {main ? (
        <>
          <Amount label="customer.net">
            <Money fen={main.paid_fen - main.refunded_fen} currency={main.currency} />
          </Amount>
          <Amount label="customer.orders">
            <Count value={main.orders} />
          </Amount>
          <Amount label="customer.average">
            <Money fen={Math.round(main.paid_fen / main.orders)} currency={main.currency} />
          </Amount>
          <Amount label="customer.refunded">
            {main.refunded_fen === 0 ? (
              <Nothing />
            ) : (
              <Money fen={main.refunded_fen} currency={main.currency} />
            )}
          </Amount>
          <Amount label="customer.first_order">
            <When at={main.first_at} />
          </Amount>
          <Amount label="customer.last_order">
            <When at={main.last_at} />
          </Amount>
          <Amount label="customer.days_since">
            {t('customer.days', {
              count: Math.max(0, Math.floor((now.getTime() - Date.parse(main.last_at)) / DAY)),
            })}
          </Amount>
        </>
      ) : (
        <Amount label="customer.orders">{t('customer.no_orders')}</Amount>
      )}
      <Amount label="customer.activity">
        <Sparkline days={customer.days} total={customer.event_count} />
      </Amount>
      {others.map((one) => (
        <p key={one.currency} className={styles.other}>
          {t('customer.also', { count: one.orders })}{' '}
          <Money fen={one.paid_fen - one.refunded_fen} currency={one.currency} />
        </p>
      ))}
    </div>
  )
}

function Amount(props: { label: TextKey; children: ReactNode }) {
  const t = useTexts()
  return (
    <div className={styles.amount}>
      <span className={styles.label}>{t(props.label as 'customer.net')}</span>
      <span className={styles.number}>{props.children}</span>
    </div>
  )
}

export function CustomerActions(props: { customer: Customer }) {
  const t = useTexts()
  const mayMerge = useMay('customers:merge')
  const mayOrder = useMay('orders:write')
  return (
    <>
      <Neighbours id={props.customer.id} />
      {mayOrder && (
        <ButtonLink to="/quotations/new" search={{ customer: String(props.customer.id) }}>
          {t('quotations.title')}
        </ButtonLink>
      )}
      {mayMerge && (
        <ButtonLink
          to="/customers/$customerId/merge"
          params={{ customerId: String(props.customer.id) }}
          icon={<MergeCellsOutlined />}
        >
          {t('merge.start')}
        </ButtonLink>
      )}
    </>
  )
}

/** The customers before and after in the list this one was opened from; also by k and j. */
function Neighbours(props: { id: number }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { before, after } = neighboursOf(props.id)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [contenteditable], .ant-modal, .ant-select')
      if (isTyping || event.metaKey || event.ctrlKey || event.altKey) return
      const next = event.key === 'j' ? after : event.key === 'k' ? before : undefined
      if (next !== undefined)
        void navigate({ to: '/customers/$customerId', params: { customerId: String(next) } })
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [before, after, navigate])
  if (before === undefined && after === undefined) return null
  const open = (id: number | undefined) =>
    id !== undefined &&
    void navigate({ to: '/customers/$customerId', params: { customerId: String(id) } })
  return (
    <span className={styles.neighbours}>
      <Button
        icon={<LeftOutlined />}
        disabled={before === undefined}
        aria-label={t('customer.previous')}
        title={t('customer.previous')}
        onClick={() => open(before)}
      />
      <Button
        icon={<RightOutlined />}
        disabled={after === undefined}
        aria-label={t('customer.next')}
        title={t('customer.next')}
        onClick={() => open(after)}
      />
    </span>
  )
}

function Fact(props: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={props.wide ? `${styles.fact} ${styles.everywhere}` : styles.fact}>
      <dt className={styles.label}>{props.label}</dt>
      <dd className={styles.content}>{props.children}</dd>
    </div>
  )
}
