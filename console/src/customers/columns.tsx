import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { type TextKey, useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { useIsWide } from '../ui/narrow.ts'
import { Nothing, When } from '../ui/When.tsx'
import { Avatar } from './Avatar.tsx'
import type { ListedCustomer } from './api.ts'
import styles from './columns.module.css'
import { IdentifierChips } from './IdentifierChips.tsx'
import { givenName } from './naming.ts'
import { useCustomerName, usePlatformName } from './words.ts'

/** Every column there is, in their order; the first always shows. */
export const COLUMNS = [
  'name',
  'identifiers',
  'tags',
  'belonging',
  'spent',
  'orders',
  'touchpoints',
  'places',
  'events',
  'first_seen',
  'last_seen',
] as const
export type ColumnKey = (typeof COLUMNS)[number]
const NARROW: readonly ColumnKey[] = [
  'name',
  'identifiers',
  'tags',
  'spent',
  'touchpoints',
  'places',
  'last_seen',
]
const WIDE: readonly ColumnKey[] = [
  'name',
  'identifiers',
  'tags',
  'belonging',
  'spent',
  'orders',
  'touchpoints',
  'places',
  'last_seen',
]

export const columnTitle = (key: ColumnKey): TextKey => `customers.column_${key}`

/** As the address says; else what fits. */
export function useShownColumns(cols: string | undefined): readonly ColumnKey[] {
  const isWide = useIsWide()
  if (cols === undefined) return isWide ? WIDE : NARROW
  const wanted = new Set(cols.split(','))
  return COLUMNS.filter((key) => key === 'name' || wanted.has(key))
}

export function useCustomerColumns(shown: readonly ColumnKey[]): TableColumnsType<ListedCustomer> {
  const t = useTexts()
  const platformName = usePlatformName()
  const isWide = useIsWide()
  const all: Record<ColumnKey, TableColumnsType<ListedCustomer>[number]> = {
    name: { width: isWide ? 220 : 188, render: (_, customer) => <Who customer={customer} /> },
    identifiers: {
      render: (_, customer) => (
        <IdentifierChips identifiers={customer.identifiers} max={isWide ? 3 : 2} />
      ),
    },
    tags: {
      width: isWide ? 260 : 100,
      render: (_, customer) => <Tags tags={customer.tags} max={isWide ? 4 : 2} />,
    },
    belonging: {
      width: 150,
      render: (_, { store, guide }) =>
        store || guide ? (
          <span className={styles.places}>
            {[store, guide].flatMap((one) => one?.name ?? []).join(' · ')}
          </span>
        ) : (
          <Nothing />
        ),
    },
    spent: {
      width: isWide ? 112 : 104,
      align: 'right',
      render: (_, customer) =>
        customer.order_count === 0 ? <Nothing /> : <Money fen={customer.spent_fen} />,
    },
    orders: {
      width: 80,
      align: 'right',
      render: (_, customer) => <Count value={customer.order_count} />,
    },
    touchpoints: {
      width: isWide ? 88 : 68,
      align: 'right',
      render: (_, customer) => <Count value={customer.touchpoint_count} />,
    },
    places: {
      width: isWide ? 200 : 108,
      render: (_, customer) =>
        customer.platforms.length === 0 ? (
          <Nothing />
        ) : (
          <Places names={customer.platforms.map(platformName)} max={isWide ? 4 : 2} />
        ),
    },
    events: {
      width: 88,
      align: 'right',
      render: (_, customer) => <Count value={customer.event_count} />,
    },
    first_seen: { width: 112, render: (_, customer) => <When at={customer.first_seen} /> },
    last_seen: {
      width: isWide ? 112 : 100,
      render: (_, customer) => <When at={customer.last_seen} />,
    },
  }
  return shown.map((key) => ({ key, title: t(columnTitle(key)), ...all[key] }))
}

function Who(props: { customer: ListedCustomer }) {
  const { customer } = props
  const nameOf = useCustomerName()
  const name = nameOf(customer)
  return (
    <div className={styles.whole}>
      <Avatar name={givenName(customer)} known={customer.known} />
      <div className={styles.who}>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(customer.id) }}
          className={givenName(customer) ? styles.name : `${styles.name} ${styles.unnamed}`}
          title={name}
        >
          {name}
        </Link>
        <span className={styles.number}>#{customer.id}</span>
      </div>
    </div>
  )
}

function Places(props: { names: string[]; max: number }) {
  const t = useTexts()
  const rest = props.names.length - props.max
  return (
    <span className={styles.places} title={props.names.join(' · ')}>
      {props.names.slice(0, props.max).map((name, at) => (
        <span key={name}>
          {at > 0 && ' · '}
          <span className={styles.place}>{name}</span>
        </span>
      ))}
      {rest > 0 && ` ${t('identifiers.more', { count: rest })}`}
    </span>
  )
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
