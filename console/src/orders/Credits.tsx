import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Select, type TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { type CreditedMonth, creditsByMonthQuery } from './api.ts'
import { ActivityName } from './Credit.tsx'

const route = getRouteApi('/app/own-orders')
const PAGE = 50
export const CREDIT_KINDS = ['staff', 'store', 'channel', 'room', 'activity', 'affiliate'] as const
export type CreditKind = (typeof CREDIT_KINDS)[number]
export const creditKind = (text: string | undefined): CreditKind | undefined =>
  CREDIT_KINDS.find((one) => one === text)
const MONTH = /^\d{4}-\d{2}$/

/** This month and those before it, as far back as anybody asks from a list. */
function lastMonths(): string[] {
  const now = new Date()
  return Array.from({ length: 24 }, (_, i) => {
    const month = new Date(now.getFullYear(), now.getMonth() - i, 1)
    return `${month.getFullYear()}-${String(month.getMonth() + 1).padStart(2, '0')}`
  })
}

/** What own orders count for whom by month, what went back taken off; each sum opens its orders. */
export function Credits() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const kind = creditKind(search.kind) ?? 'staff'
  const month = search.month && MONTH.test(search.month) ? search.month : undefined
  const asked = { kind, month, q: search.q }
  const list = useQuery({
    ...creditsByMonthQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/own-orders',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const open = ({ subject, month }: CreditedMonth) =>
    void navigate({ to: '/own-orders', search: { kind, subject, month } })
  const columns: TableColumnsType<CreditedMonth> = [
    { key: 'month', title: t('credit.month'), width: 110, render: (_, c) => c.month },
    {
      key: 'subject',
      title: t(`credit.kind_${kind}`),
      render: (_, c) =>
        kind === 'activity' ? <ActivityName id={c.subject} /> : (c.name ?? c.subject),
    },
    {
      key: 'orders',
      title: t('credit.orders'),
      width: 100,
      align: 'right',
      render: (_, c) => <Count value={c.orders} />,
    },
    {
      key: 'fen',
      title: t('credit.fen'),
      width: 140,
      align: 'right',
      render: (_, c) => <Money fen={c.fen} />,
    },
    {
      key: 'reversed',
      title: t('credit.reversed'),
      width: 140,
      align: 'right',
      render: (_, c) => <Money fen={c.reversed_fen} />,
    },
    {
      key: 'net',
      title: t('credit.net'),
      width: 140,
      align: 'right',
      render: (_, c) => <Money fen={c.net_fen} />,
    },
    {
      key: 'actions',
      title: '',
      width: 100,
      align: 'right',
      render: (_, c) => (
        <Button type="link" size="small" onClick={() => open(c)}>
          {t('credit.open')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <Filters>
        <Select
          style={{ width: 140 }}
          aria-label={t('credit.kind')}
          value={kind}
          onChange={(next) => change({ kind: next, q: undefined })}
          options={CREDIT_KINDS.map((value) => ({ value, label: t(`credit.kind_${value}`) }))}
        />
        <Select
          style={{ width: 140 }}
          allowClear
          showSearch
          aria-label={t('credit.month')}
          placeholder={t('credit.all_months')}
          value={month}
          onChange={(next) => change({ month: next })}
          options={lastMonths().map((value) => ({ value, label: value }))}
        />
        <SearchText value={search.q} label={t('credit.search')} onChange={(q) => change({ q })} />
        <ExportButton atEnd kind="order_credits" params={asked} />
      </Filters>
      <PageTable<CreditedMonth>
        label={t('credit.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(c) => `${c.month} ${c.subject}`}
        minWidth={840}
        onOpen={open}
        empty={
          month || search.q ? (
            <EmptyState compact title={t('credit.no_match')} />
          ) : (
            <EmptyState title={t('credit.empty')}>
              <p>{t('credit.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {kind === 'affiliate' && (
        <p>
          <Link to="/affiliates">{t('credit.to_affiliates')}</Link>
        </p>
      )}
    </>
  )
}
