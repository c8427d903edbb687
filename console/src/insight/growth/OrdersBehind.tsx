import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { More } from '../../ui/More.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import { type OutlayQuestion, ordersQuery } from './api.ts'
import styles from './Growth.module.css'

/** The orders that a row of the ledger adds up. */
export function OrdersBehind(props: { question: OutlayQuestion; value: string | null }) {
  const t = useTexts()
  const { language, currency } = useLocale()
  const list = useInfiniteQuery(ordersQuery(props.question, props.value))
  if (list.error && !list.data)
    return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <SkeletonLines lines={10} />
  return (
    <>
      <table className={styles.list}>
        <thead>
          <tr>
            <th scope="col">{t('outlay.order')}</th>
            <th scope="col">{t('outlay.customer')}</th>
            <th scope="col">{t('outlay.paid_at')}</th>
            <th scope="col" data-kind="number">
              {t('outlay.net')}
            </th>
          </tr>
        </thead>
        <tbody>
          {list.data.pages
            .flatMap(({ items }) => items)
            .map(({ source, order_id, customer_id, at, net_fen }) => (
              <tr key={`${source} ${order_id}`}>
                <td>
                  {order_id} <span className={styles.quiet}>{source}</span>
                </td>
                <td>
                  <Link to="/customers/$customerId" params={{ customerId: String(customer_id) }}>
                    #{customer_id}
                  </Link>
                </td>
                <td>
                  <When at={at} />
                </td>
                <td data-kind="number">{money(net_fen, currency, language)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <More list={list} />
    </>
  )
}
