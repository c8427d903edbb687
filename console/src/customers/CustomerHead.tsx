import { MergeCellsOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { CopyText } from '../ui/Copy.tsx'
import { Count } from '../ui/Figures.tsx'
import { Nothing, When } from '../ui/When.tsx'
import type { Customer } from './api.ts'
import styles from './CustomerHead.module.css'
import { phoneOf } from './naming.ts'
import { Personal } from './Personal.tsx'

/** The facts that say at a glance who this is. */
export function CustomerHead(props: { customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  const phone = phoneOf(customer)
  return (
    <dl className={styles.facts}>
      <Fact label={t('customer.number')}>
        <CopyText text={String(customer.id)} />
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
      <Fact label={t('customers.column_events')}>
        <Count value={customer.event_count} />
      </Fact>
    </dl>
  )
}

export function CustomerActions(props: { customer: Customer }) {
  const t = useTexts()
  if (!useMay('customers:merge')) return null
  return (
    <ButtonLink
      to="/customers/$customerId/merge"
      params={{ customerId: String(props.customer.id) }}
      icon={<MergeCellsOutlined />}
    >
      {t('merge.start')}
    </ButtonLink>
  )
}

function Fact(props: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.label}>{props.label}</dt>
      <dd className={styles.value}>{props.children}</dd>
    </div>
  )
}
