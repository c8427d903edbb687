import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { addDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { reportQuery, type StoredValueDay } from './api.ts'
import { StoredValueAging } from './StoredValueAging.tsx'

const FIGURES = [
  'cash_in',
  'cash_back',
  'bonus_given',
  'principal_spent',
  'bonus_spent',
  'bonus_expired',
  'principal',
  'bonus',
] as const

/** The last thirty days, the newest first; each ends with what customers have paid in advance. */
export function StoredValueReport() {
  const t = useTexts()
  const { timeZone } = useLocale()
  const to = dayOf(useNow(), timeZone)
  const list = useQuery(reportQuery(addDays(to, -29), to))
  const columns: TableColumnsType<StoredValueDay> = [
    { key: 'day', title: t('stored_value.day'), width: 120, dataIndex: 'day' },
    ...FIGURES.map((figure) => ({
      key: figure,
      title: t(`stored_value.report_${figure}`),
      align: 'right' as const,
      render: (_: unknown, day: StoredValueDay) => <Money fen={day[`${figure}_fen`]} />,
    })),
  ]
  return (
    <>
      <p>{t('stored_value.report_words')}</p>
      <PageTable
        list={{ ...list, data: list.data?.days.toReversed() }}
        columns={columns}
        rowKey={(day) => day.day}
        minWidth={1000}
        label={t('stored_value.tab_report')}
        empty={<EmptyState title={t('stored_value.tab_report')} />}
      />
      <StoredValueAging />
    </>
  )
}
