import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { Count } from '../ui/Figures.tsx'
import { useIsWide } from '../ui/narrow.ts'
import { Nothing, When } from '../ui/When.tsx'
import type { Customer } from './api.ts'
import styles from './columns.module.css'
import { IdentifierChips } from './IdentifierChips.tsx'
import { useCustomerName, usePlatformName } from './words.ts'

export function useCustomerColumns(): TableColumnsType<Customer> {
  const t = useTexts()
  const nameOf = useCustomerName()
  const platformName = usePlatformName()
  const isWide = useIsWide()
  return [
    {
      key: 'name',
      title: t('customers.column_name'),
      width: 150,
      render: (_, customer) => (
        <div className={styles.who}>
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(customer.id) }}
            className={styles.name}
          >
            {nameOf(customer)}
          </Link>
          <span className={styles.number}>#{customer.id}</span>
        </div>
      ),
    },
    {
      key: 'identifiers',
      title: t('customers.column_identifiers'),
      render: (_, customer) => (
        <IdentifierChips identifiers={customer.identifiers} max={isWide ? 4 : 2} />
      ),
    },
    {
      key: 'places',
      title: t('customers.column_places'),
      width: isWide ? 260 : 170,
      render: (_, customer) => <Places places={customer.platforms.map(platformName)} />,
    },
    {
      key: 'tags',
      title: t('customers.column_tags'),
      width: isWide ? 300 : 170,
      render: (_, customer) => <Tags tags={customer.tags} max={isWide ? 4 : 2} />,
    },
    {
      key: 'events',
      title: t('customers.column_events'),
      width: 88,
      align: 'right',
      render: (_, customer) => <Count value={customer.event_count} />,
    },
    {
      key: 'last_seen',
      title: t('customers.column_last_seen'),
      width: 112,
      render: (_, customer) => <When at={customer.last_seen} />,
    },
  ]
}

function Places(props: { places: string[] }) {
  if (props.places.length === 0) return <Nothing />
  return <span className={styles.places}>{props.places.join(' · ')}</span>
}

function Tags(props: { tags: string[]; max: number }) {
  const t = useTexts()
  if (props.tags.length === 0) return <Nothing />
  const rest = props.tags.slice(props.max)
  return (
    <Chips>
      {props.tags.slice(0, props.max).map((tag) => (
        <Link key={tag} to="/customers" search={{ tag }} className={styles.tag}>
          <Chip tone="info">{tag}</Chip>
        </Link>
      ))}
      {rest.length > 0 && (
        <Chip title={rest.join(', ')}>{t('identifiers.more', { count: rest.length })}</Chip>
      )}
    </Chips>
  )
}
