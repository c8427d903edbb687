import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select, type TableColumnsType } from 'antd'
import { CustomerName } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { type Statement, statementsQuery } from './api.ts'

const route = getRouteApi('/app/affiliates')
const PAGE = 50
const MONTH = /^\d{4}-\d{2}$/
const SUMS = [
  ...(['opening_fen', 'matured_fen', 'taken_back_fen', 'paid_fen', 'closing_fen'] as const),
  ...(['earned_fen', 'reversed_fen'] as const),
] as const

/** This month and those before it. */
function lastMonths(): string[] {
  const now = new Date()
  return Array.from({ length: 24 }, (_, i) => {
    const month = new Date(now.getFullYear(), now.getMonth() - i, 1)
    return `${month.getFullYear()}-${String(month.getMonth() + 1).padStart(2, '0')}`
  })
}

/** What the books of commission say of a month: what was owed, came due, was taken back and paid. */
export function Statements() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const months = lastMonths()
  const month = search.month && MONTH.test(search.month) ? search.month : (months[0] ?? '')
  const asked = { month, q: search.q }
  const list = useQuery({
    ...statementsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: { q?: string | undefined; month?: string | undefined }) =>
    void navigate({
      to: '/affiliates',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const columns: TableColumnsType<Statement> = [
    { key: 'code', title: t('affiliates.code'), render: (_, { code }) => code },
    {
      key: 'customer',
      title: t('affiliates.customer'),
      render: (_, statement) => <CustomerName row={statement} />,
    },
    ...SUMS.map((key) => ({
      key,
      title: t(`statements.${key}`),
      width: 120,
      align: 'right' as const,
      render: (_: unknown, statement: Statement) => <Money fen={statement[key]} />,
    })),
  ]
  return (
    <>
      <Filters>
        <Select
          style={{ width: 140 }}
          showSearch
          aria-label={t('statements.month')}
          value={month}
          onChange={(next) => change({ month: next })}
          options={months.map((value) => ({ value, label: value }))}
        />
        <SearchText
          value={search.q}
          label={t('affiliates.search')}
          onChange={(q) => change({ q })}
        />
        <ExportButton atEnd kind="commission_statements" params={asked} />
      </Filters>
      <PageTable<Statement>
        label={t('affiliates.tab_statements')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ code }) => code}
        minWidth={1_120}
        empty={<EmptyState compact title={t('statements.empty')} />}
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}
