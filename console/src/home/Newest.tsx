import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { customersQuery } from '../customers/api.ts'
import { CustomerLine } from '../customers/CustomerLine.tsx'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import styles from './HomePage.module.css'

const SHOWN = 8

/** Who came last. */
export function Newest() {
  const t = useTexts()
  const newest = useQuery({
    ...customersQuery({ sort: 'first_seen', limit: SHOWN }),
    refetchInterval: 15_000,
  })
  const items = newest.data?.items
  return (
    <Panel
      title={t('home.newest')}
      extra={
        <Link to="/customers" search={{ sort: 'first_seen' }}>
          {t('home.all')}
        </Link>
      }
    >
      {newest.error && !items && <ErrorNote error={newest.error} />}
      {newest.isLoading && <SkeletonLines lines={SHOWN} />}
      {items?.length === 0 && <p className={styles.calm}>{t('home.no_customers')}</p>}
      {items && items.length > 0 && (
        <ul className={styles.list}>
          {items.map((customer) => (
            <li key={customer.id}>
              <Link
                className={styles.line}
                to="/customers/$customerId"
                params={{ customerId: String(customer.id) }}
              >
                <CustomerLine customer={customer} />
              </Link>
              <span className={styles.when}>
                <When at={customer.first_seen} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
