import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Wanted, wantedQuery } from './api.ts'

/** What customers like and wait for: what to buy in again, and what to price anew. */
export function WantedTable() {
  const t = useTexts()
  const list = useQuery(wantedQuery)
  const columns: TableColumnsType<Wanted> = [
    {
      key: 'product',
      title: t('reviews.product'),
      render: (_, { sku, name }) => (
        <Link to="/products" search={{ q: sku }}>
          {name}
        </Link>
      ),
    },
    {
      key: 'stock',
      title: t('reviews.waiting_stock'),
      width: 140,
      align: 'right',
      render: (_, { waiting_stock }) => <Count value={waiting_stock} />,
    },
    {
      key: 'price',
      title: t('reviews.waiting_price'),
      width: 140,
      align: 'right',
      render: (_, { waiting_price }) => <Count value={waiting_price} />,
    },
    {
      key: 'median',
      title: t('reviews.median_price'),
      width: 160,
      align: 'right',
      render: (_, { median_fen }) =>
        median_fen === null ? <Nothing /> : <Money fen={median_fen} />,
    },
    {
      key: 'favourites',
      title: t('reviews.favourites'),
      width: 120,
      align: 'right',
      render: (_, { favourites }) => <Count value={favourites} />,
    },
  ]
  return (
    <PageTable<Wanted>
      label={t('reviews.wanted')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={({ sku }) => sku}
      minWidth={720}
      empty={
        <EmptyState title={t('reviews.wanted_empty')}>
          <p>{t('reviews.wanted_empty_words')}</p>
        </EmptyState>
      }
    />
  )
}
