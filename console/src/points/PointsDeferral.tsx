import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type Deferral, deferralQuery } from './api.ts'

const SUMS = ['paid', 'deferred', 'recognised', 'liability'] as const
const COUNTS = ['given', 'redeemed', 'expected'] as const
type Row = Deferral & { when: 'before' | 'after' }

/** What of the money of orders belongs to points: as the period began and as it ends. */
export function PointsDeferral(props: { from: string; to: string }) {
  const t = useTexts()
  const { data, ...list } = useQuery(deferralQuery(props.from, props.to))
  const rows = data && [
    { when: 'before' as const, ...data.before },
    { when: 'after' as const, ...data.after },
  ]
  const columns: TableColumnsType<Row> = [
    {
      key: 'when',
      title: t('points.deferral_when'),
      width: 160,
      render: (_: unknown, { when }) => t(`points.deferral_${when}`),
    },
    ...SUMS.map((sum) => ({
      key: sum,
      title: t(`points.deferral_${sum}`),
      align: 'right' as const,
      render: (_: unknown, row: Row) => <Money fen={row[`${sum}_fen`]} />,
    })),
    ...COUNTS.map((count) => ({
      key: count,
      title: t(`points.deferral_${count}`),
      align: 'right' as const,
      render: (_: unknown, row: Row) => <Count value={row[count]} />,
    })),
  ]
  return (
    <>
      <p>{t('points.deferral_words')}</p>
      <PageTable
        list={{ ...list, data: rows }}
        columns={columns}
        rowKey={(row) => row.when}
        minWidth={900}
        label={t('points.deferral')}
        empty={<EmptyState title={t('points.deferral')} />}
      />
    </>
  )
}
