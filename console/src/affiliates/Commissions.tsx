import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import { COMMISSION_STATES, type Commission, commissionsQuery, TONES } from './api.ts'

const route = getRouteApi('/app/affiliates')
const PAGE = 50

/** Line by line: by what, at which rate, what is left of it, and how far it has come. */
export function Commissions() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const state = COMMISSION_STATES.find((one) => one === search.state)
  const asked = { q: search.q, state }
  const list = useQuery({
    ...commissionsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: { q?: string | undefined; state?: string | undefined }) =>
    void navigate({
      to: '/affiliates',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const columns: TableColumnsType<Commission> = [
    {
      key: 'order',
      title: t('commissions.order'),
      width: 190,
      render: (_, { order_id, number }) => (
        <Link to="/own-orders" search={{ order: order_id }}>
          {number}
        </Link>
      ),
    },
    { key: 'name', title: t('commissions.product'), render: (_, { name }) => name },
    { key: 'code', title: t('affiliates.code'), width: 130, render: (_, { code }) => code },
    {
      key: 'basis',
      title: t('commissions.basis'),
      width: 120,
      align: 'right',
      render: (_, { basis_fen }) => <Money fen={basis_fen} />,
    },
    {
      key: 'rate',
      title: t('commissions.rate'),
      width: 90,
      align: 'right',
      render: (_, { rate_bp }) => `${rate_bp / 100}%`,
    },
    {
      key: 'reversed',
      title: t('commissions.reversed'),
      width: 120,
      align: 'right',
      render: (_, { reversed_fen }) => <Money fen={reversed_fen} />,
    },
    {
      key: 'kept',
      title: t('commissions.kept'),
      width: 120,
      align: 'right',
      render: (_, { kept_fen }) => <Money fen={kept_fen} />,
    },
    {
      key: 'state',
      title: t('affiliates.state'),
      width: 100,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`commission_state.${state}`)}</Chip>,
    },
    {
      key: 'at',
      title: t('commissions.earned_at'),
      width: 130,
      render: (_, { earned_at }) => <When at={earned_at} />,
    },
  ]
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('commissions.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('affiliates.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={COMMISSION_STATES.map((value) => ({
            value,
            label: t(`commission_state.${value}`),
          }))}
        />
        <ExportButton atEnd kind="commissions" params={asked} />
      </Filters>
      <PageTable<Commission>
        label={t('affiliates.tab_commissions')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ order_id, sku, code }) => `${order_id} ${sku} ${code}`}
        minWidth={1_120}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('commissions.no_match')} />
          ) : (
            <EmptyState title={t('commissions.empty')}>
              <p>{t('commissions.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}
