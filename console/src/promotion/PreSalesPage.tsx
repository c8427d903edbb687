import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Penalties } from './Penalties.tsx'
import { Period } from './Period.tsx'
import { PreSaleForm } from './PreSaleForm.tsx'
import { PreSalePage } from './PreSalePage.tsx'
import styles from './Promotion.module.css'
import { type PreSaleRow, preSalesQuery } from './preSaleApi.ts'

const route = getRouteApi('/app/pre-sales')
const PAGE = 50
const STATES = ['draft', 'live', 'paused', 'ended'] as const
const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const

/** Pre-sales of the brand with what was ordered; one of them under its own address. */
export function PreSalesPage() {
  const { sale } = route.useSearch()
  return sale === undefined ? <List /> : <PreSalePage id={sale} />
}

function List() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const [isNew, setNew] = useState(false)
  const state = STATES.find((one) => one === search.state)
  const asked = { q: search.q, state, activity_id: search.activity }
  const list = useQuery({
    ...preSalesQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/pre-sales',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('pre_sales.new')}
    </Button>
  )
  return (
    <Page title={t('pre_sales.title')} purpose={t('pre_sales.purpose')} actions={create}>
      <Filters>
        <SearchText
          value={search.q}
          label={t('pre_sales.search')}
          onChange={(q) => change({ q })}
        />
        <Select
          style={{ width: 130 }}
          allowClear
          aria-label={t('offers.state')}
          placeholder={t('offers.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`activity_state.${value}`) }))}
        />
        <ExportButton atEnd kind="pre_sales" params={asked} />
      </Filters>
      <PageTable<PreSaleRow>
        label={t('pre_sales.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        minWidth={960}
        skeletonLines={2}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('pre_sales.no_match')} />
          ) : (
            <EmptyState title={t('pre_sales.empty')} action={create}>
              <p>{t('pre_sales.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      <Penalties />
      {isNew && (
        <PreSaleForm
          {...(search.activity !== undefined && { activity: search.activity })}
          onClose={() => setNew(false)}
        />
      )}
    </Page>
  )
}

function useColumns(): TableColumnsType<PreSaleRow> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('pre_sales.name'),
      render: (_, { id, name, activity_name }) => (
        <div className={styles.two}>
          <Link to="/pre-sales" search={{ sale: id }}>
            {name}
          </Link>
          <span className={styles.quiet}>{activity_name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 130,
      render: (_, { state, deposit_kind }) => (
        <div className={styles.two}>
          <span>
            <Chip tone={TONES[state]}>{t(`activity_state.${state}`)}</Chip>
          </span>
          <span className={styles.quiet}>{t(`deposit_kind.${deposit_kind}`)}</span>
        </div>
      ),
    },
    {
      key: 'deposits',
      title: t('pre_sales.deposits'),
      width: 230,
      render: (_, { deposit_from, deposit_until }) => (
        <Period from={deposit_from} to={deposit_until} />
      ),
    },
    {
      key: 'balances',
      title: t('pre_sales.balances'),
      width: 230,
      render: (_, { balance_from, balance_until }) => (
        <Period from={balance_from} to={balance_until} />
      ),
    },
    {
      key: 'taken',
      title: t('pre_sales.taken_of'),
      width: 150,
      align: 'right',
      render: (_, { taken, held, quota }) => (
        <div className={styles.two}>
          <span>
            <Count value={taken} /> / <Count value={quota} />
          </span>
          <span className={styles.quiet}>{held > 0 && t('pre_sales.held', { count: held })}</span>
        </div>
      ),
    },
  ]
}
