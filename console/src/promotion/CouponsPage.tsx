import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { CustomerPicker } from '../customers/CustomerPicker.tsx'
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
import { Nothing, When } from '../ui/When.tsx'
import { type Batch, batchesQuery, type Coupon, couponsQuery, walletQuery } from './api.ts'
import { BatchDrawer } from './BatchDrawer.tsx'
import { BatchForm } from './BatchForm.tsx'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/coupons')
const PAGE = 50

/** Batches of coupons, single codes, and what is in somebody's wallet. */
export function CouponsPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { scope } = useSession()
  const isWhole = scope.kind === 'all'
  const mayWrite = useMay('promotion:write') && isWhole
  const [isNew, setNew] = useState(false)
  const tab = search.tab === 'codes' || search.tab === 'wallet' ? search.tab : 'batches'
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/coupons',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('coupons.new')}
    </Button>
  )
  return (
    <Page title={t('coupons.title')} purpose={t('coupons.purpose')} actions={create}>
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key === 'batches' ? undefined : key, q: undefined })}
        items={(['batches', ...(isWhole ? (['codes'] as const) : []), 'wallet'] as const).map(
          (key) => ({ key, label: t(`coupons.${key}`) }),
        )}
      />
      {tab === 'batches' && <Batches create={create} change={change} />}
      {tab === 'codes' && <Codes change={change} />}
      {tab === 'wallet' && <Wallet change={change} />}
      {isNew && <BatchForm onClose={() => setNew(false)} />}
      {search.batch && (
        <BatchDrawer id={search.batch} onClose={() => change({ batch: undefined })} />
      )}
    </Page>
  )
}

interface Part {
  change: (next: Partial<ReturnType<typeof route.useSearch>>) => void
}

function Batches(props: Part & { create: React.ReactNode }) {
  const t = useTexts()
  const { q, cursor } = route.useSearch()
  const list = useQuery({
    ...batchesQuery({ q, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Batch> = [
    {
      key: 'name',
      title: t('coupons.batch'),
      render: (_, batch) => (
        <div className={styles.two}>
          <strong>{batch.name}</strong>
          <span className={styles.quiet}>{batch.offer_name}</span>
        </div>
      ),
    },
    {
      key: 'kind',
      title: t('coupons.kind'),
      width: 190,
      render: (_, { kind, code, state }) => (
        <>
          <Chip>{t(`coupons.kind_${kind}`)}</Chip> {code && <code>{code}</code>}{' '}
          {state === 'closed' && <Chip tone="warning">{t('coupons.closed')}</Chip>}
        </>
      ),
    },
    {
      key: 'made',
      title: t('coupons.made'),
      width: 160,
      align: 'right',
      render: (_, { kind, made, quantity }) =>
        kind === 'shared' ? (
          <Nothing />
        ) : (
          <span>
            <Count value={made} />
            {quantity !== null && (
              <>
                {' / '}
                <Count value={quantity} />
              </>
            )}
          </span>
        ),
    },
    {
      key: 'valid',
      title: t('coupons.valid'),
      width: 220,
      render: (_, batch) =>
        batch.valid_hours !== null ? (
          t('coupons.hours', { count: batch.valid_hours })
        ) : batch.valid_from || batch.valid_to ? (
          <span>
            <When at={batch.valid_from} /> – <When at={batch.valid_to} />
          </span>
        ) : (
          <span className={styles.quiet}>{t('coupons.as_offer')}</span>
        ),
    },
    {
      key: 'open',
      title: '',
      width: 76,
      align: 'right',
      render: (_, { id }) => (
        <Button type="link" size="small" onClick={() => props.change({ batch: id })}>
          {t('coupons.open')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <Filters>
        <SearchText value={q} label={t('coupons.search')} onChange={(q) => props.change({ q })} />
        <ExportButton atEnd kind="coupon_batches" params={{ q }} />
      </Filters>
      <PageTable<Batch>
        label={t('coupons.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={820}
        skeletonLines={2}
        empty={
          q ? (
            <EmptyState compact title={t('coupons.no_match')} />
          ) : (
            <EmptyState title={t('coupons.empty')} action={props.create}>
              <p>{t('coupons.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}

function Codes(props: Part) {
  const t = useTexts()
  const { q, cursor } = route.useSearch()
  const list = useQuery({
    ...couponsQuery({ q, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  return (
    <>
      <Filters>
        <SearchText
          value={q}
          label={t('coupons.find_code')}
          onChange={(q) => props.change({ q })}
        />
        <ExportButton atEnd kind="coupons" params={{ q }} />
      </Filters>
      <CouponTable
        list={{ ...list, data: list.data?.items }}
        empty={t(q ? 'coupons.no_code' : 'coupons.no_codes')}
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}

function Wallet(props: Part) {
  const t = useTexts()
  const { customer } = route.useSearch()
  const id = customer && /^\d+$/.test(customer) ? Number(customer) : undefined
  const list = useQuery({ ...walletQuery(id ?? 0), enabled: id !== undefined })
  return (
    <>
      <Filters>
        <CustomerPicker
          value={id}
          width={280}
          placeholder={t('coupons.choose_customer')}
          onChange={(chosen) => props.change({ customer: chosen?.toString() })}
        />
      </Filters>
      {id === undefined ? (
        <EmptyState compact title={t('coupons.wallet_words')} />
      ) : (
        <CouponTable list={{ ...list, data: list.data?.items }} empty={t('coupons.wallet_empty')} />
      )}
    </>
  )
}

const TONES = {
  free: 'plain',
  taken: 'good',
  held: 'info',
  used: 'plain',
  void: 'bad',
  expired: 'warning',
} as const

function CouponTable(props: {
  list: Parameters<typeof PageTable<Coupon>>[0]['list']
  empty: string
  foot?: React.ReactNode
}) {
  const t = useTexts()
  const columns: TableColumnsType<Coupon> = [
    { key: 'code', title: t('coupons.code'), render: (_, { code }) => <code>{code}</code> },
    {
      key: 'batch',
      title: t('coupons.batch'),
      render: (_, coupon) => (
        <div className={styles.two}>
          <span>{coupon.batch_name}</span>
          <span className={styles.quiet}>{coupon.offer_name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('coupons.state'),
      width: 110,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`coupon_state.${state}`)}</Chip>,
    },
    {
      key: 'taken',
      title: t('coupons.taken_at'),
      width: 130,
      render: (_, { taken_at }) => <When at={taken_at} />,
    },
    {
      key: 'to',
      title: t('coupons.valid_to'),
      width: 130,
      render: (_, { valid_to }) => <When at={valid_to} />,
    },
  ]
  return (
    <PageTable<Coupon>
      label={t('coupons.codes')}
      list={props.list}
      columns={columns}
      rowKey={({ code }) => code}
      minWidth={720}
      skeletonLines={2}
      empty={<EmptyState compact title={props.empty} />}
      foot={props.foot}
    />
  )
}
