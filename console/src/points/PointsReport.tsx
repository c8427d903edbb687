import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { addDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type PointsDay, reportQuery } from './api.ts'
import { PointsDeferral } from './PointsDeferral.tsx'

const FIGURES = [
  'given',
  'spent',
  'expired',
  'adjusted',
  'taken_back',
  'pending',
  'active',
  'held',
] as const

/** The last thirty days, the newest first; each ends with what is owed. */
export function PointsReport() {
  const t = useTexts()
  const { timeZone } = useLocale()
  const to = dayOf(useNow(), timeZone)
  const from = addDays(to, -29)
  const list = useQuery(reportQuery(from, to))
  const columns: TableColumnsType<PointsDay> = [
    { key: 'day', title: t('points.report_day'), width: 120, dataIndex: 'day' },
    ...FIGURES.map((figure) => ({
      key: figure,
      title: t(`points.report_${figure}`),
      align: 'right' as const,
      render: (_: unknown, day: PointsDay) => <Count value={day[figure]} />,
    })),
    {
      key: 'worth',
      title: t('points.report_worth'),
      align: 'right',
      render: (_, day) => <Money fen={day.worth_fen} />,
    },
    {
      key: 'liability',
      title: t('points.report_liability'),
      align: 'right',
      render: (_, day) => <Money fen={day.liability_fen} />,
    },
  ]
  return (
    <>
      <p>{t('points.report_words')}</p>
      <PageTable
        list={{ ...list, data: list.data?.days.toReversed() }}
        columns={columns}
        rowKey={(day) => day.day}
        minWidth={1080}
        label={t('points.tab_report')}
        empty={<EmptyState title={t('points.tab_report')} />}
      />
      <PointsDeferral from={from} to={to} />
    </>
  )
}
