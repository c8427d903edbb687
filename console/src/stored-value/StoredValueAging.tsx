import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { agingQuery, type OwedOfAge } from './api.ts'

const FIGURES = ['principal', 'bonus', 'gift'] as const

/** What is owed now, by how long ago it was paid. */
export function StoredValueAging() {
  const t = useTexts()
  const list = useQuery(agingQuery)
  const columns: TableColumnsType<OwedOfAge> = [
    {
      key: 'age',
      title: t('stored_value.age'),
      width: 160,
      render: (_: unknown, { age }) => t(`stored_value.age_${age}`),
    },
    ...FIGURES.map((figure) => ({
      key: figure,
      title: t(`stored_value.owed_${figure}`),
      align: 'right' as const,
      render: (_: unknown, owed: OwedOfAge) => <Money fen={owed[`${figure}_fen`]} />,
    })),
    {
      key: 'customers',
      title: t('stored_value.owed_customers'),
      align: 'right',
      dataIndex: 'customers',
    },
  ]
  return (
    <>
      <p>{t('stored_value.aging_words')}</p>
      <PageTable
        list={{ ...list, data: list.data?.ages }}
        columns={columns}
        rowKey={(owed) => owed.age}
        minWidth={700}
        label={t('stored_value.aging')}
        empty={<EmptyState title={t('stored_value.aging')} />}
      />
    </>
  )
}
