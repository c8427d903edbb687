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
import { FlashSaleForm } from './FlashSaleForm.tsx'
import { type FlashSaleRow, flashSalesQuery } from './flashApi.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/flash-sales')
const PAGE = 50
const STATES = ['draft', 'live', 'paused', 'ended'] as const
const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const

/** Flash sales of the brand with what they sold. */
export function FlashSalesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const [isNew, setNew] = useState(false)
  const state = STATES.find((one) => one === search.state)
  const asked = { q: search.q, state, activity_id: search.activity }
  const list = useQuery({
    ...flashSalesQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/flash-sales',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('flash_sales.new')}
    </Button>
  )
  return (
    <Page title={t('flash_sales.title')} purpose={t('flash_sales.purpose')} actions={create}>
      <Filters>
        <SearchText
          value={search.q}
          label={t('flash_sales.search')}
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
        <ExportButton atEnd kind="flash_sales" params={asked} />
      </Filters>
      <PageTable<FlashSaleRow>
        label={t('flash_sales.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        minWidth={820}
        skeletonLines={2}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('flash_sales.no_match')} />
          ) : (
            <EmptyState title={t('flash_sales.empty')} action={create}>
              <p>{t('flash_sales.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {isNew && (
        <FlashSaleForm
          {...(search.activity !== undefined && { activity: search.activity })}
          onClose={() => setNew(false)}
        />
      )}
    </Page>
  )
}

function useColumns(): TableColumnsType<FlashSaleRow> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('flash_sales.name'),
      render: (_, { id, name, activity_name }) => (
        <div className={styles.two}>
          <Link to="/flash-sales/$flashSaleId" params={{ flashSaleId: id }}>
            {name}
          </Link>
          <span className={styles.quiet}>{activity_name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 110,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`activity_state.${state}`)}</Chip>,
    },
    {
      key: 'slots',
      title: t('flash_sales.slots'),
      width: 90,
      align: 'right',
      render: (_, { slots }) => <Count value={slots} />,
    },
    {
      key: 'time',
      title: t('flash_sales.time'),
      width: 240,
      render: (_, { starts_at, ends_at }) => <Period from={starts_at} to={ends_at} />,
    },
    {
      key: 'sold',
      title: t('flash_sales.sold_of'),
      width: 150,
      align: 'right',
      render: (_, { sold, held, quantity }) => (
        <div className={styles.two}>
          <span>
            <Count value={sold} /> / <Count value={quantity} />
          </span>
          <span className={styles.quiet}>{held > 0 && t('flash_sales.held', { count: held })}</span>
        </div>
      ),
    },
  ]
}
