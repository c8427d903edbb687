import { useQuery } from '@tanstack/react-query'
import type { TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useDays } from '../shell/days.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { reportQuery, type StoredValueDay } from './api.ts'
import { StoredValueAging } from './StoredValueAging.tsx'

const MOVED = [
  'cash_in',
  'cash_back',
  'bonus_given',
  'principal_spent',
  'bonus_spent',
  'bonus_expired',
] as const
const OWED = ['principal', 'bonus'] as const
const FIGURES = [...MOVED, ...OWED] as const
/** All days in one row, over the others. */
const ALL = 'all'

/** What moved in all of these days, and what is owed at their end. */
function sumOf(days: readonly StoredValueDay[]): StoredValueDay | undefined {
  const last = days.at(-1)
  if (!last) return undefined
  const sum = { ...last, day: ALL }
  for (const figure of MOVED)
    sum[`${figure}_fen`] = days.reduce((all, day) => all + day[`${figure}_fen`], 0)
  return sum
}

/** The days of the header, the newest first; each ends with what customers have paid in advance. */
export function StoredValueReport() {
  const t = useTexts()
  const { days } = useDays('last_30')
  const asked = { from: days.from, to: days.to }
  const list = useQuery(reportQuery(asked.from, asked.to))
  const columns: TableColumnsType<StoredValueDay> = [
    {
      key: 'day',
      title: t('stored_value.day'),
      width: 120,
      render: (_, { day }) => (day === ALL ? <strong>{t('stored_value.report_all')}</strong> : day),
    },
    ...FIGURES.map((figure) => ({
      key: figure,
      title: t(`stored_value.report_${figure}`),
      align: 'right' as const,
      render: (_: unknown, day: StoredValueDay) => {
        const written = <Money fen={day[`${figure}_fen`]} />
        return day.day === ALL ? <strong>{written}</strong> : written
      },
    })),
  ]
  const sum = list.data && sumOf(list.data.days)
  return (
    <>
      <Filters>
        <span>
          {asked.from} – {asked.to}
        </span>
        <ExportButton atEnd kind="stored_value_days" params={asked} />
      </Filters>
      <p>{t('stored_value.report_words')}</p>
      <PageTable
        list={{
          ...list,
          data: list.data && [...(sum ? [sum] : []), ...list.data.days.toReversed()],
        }}
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
