import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, type TableColumnsType, Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { StorePicker } from '../org/pickers.tsx'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { documentsQuery, type Level, levelsQuery, type StockDocument } from './api.ts'
import styles from './Commerce.module.css'
import { DocumentDrawer } from './DocumentDrawer.tsx'
import { DocumentForm } from './DocumentForm.tsx'
import { SettingForm } from './SettingForm.tsx'

const route = getRouteApi('/app/stock')
const PAGE = 50
const KINDS = [
  'purchase',
  'purchase_return',
  'transfer',
  'count',
  'loss',
  'sale',
  'sale_return',
] as const
const kindOf = (text: string | undefined) => KINDS.find((kind) => kind === text)

/** What is there by store and product, and every document that moved it. */
export function StockPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const mayWrite = useMay('goods:write')
  const [isWriting, setWriting] = useState(false)
  const tab = search.tab === 'documents' ? 'documents' : 'levels'
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/stock',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const write = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setWriting(true)}>
      {t('stock.write')}
    </Button>
  )
  return (
    <Page title={t('stock.title')} purpose={t('stock.purpose')} actions={write}>
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key === 'levels' ? undefined : key })}
        items={[
          { key: 'levels', label: t('stock.levels') },
          { key: 'documents', label: t('stock.documents') },
        ]}
      />
      <Filters>
        {tab === 'levels' && (
          <SearchText value={search.q} label={t('stock.search')} onChange={(q) => change({ q })} />
        )}
        <div style={{ width: 200 }}>
          <StorePicker
            value={search.store}
            placeholder={t('stock.every_store')}
            onChange={(store) => change({ store: store ?? undefined })}
          />
        </div>
        {tab === 'levels' ? (
          <>
            <Checkbox
              checked={search.low === 'true'}
              onChange={({ target }) => change({ low: target.checked ? 'true' : undefined })}
            >
              {t('stock.only_low')}
            </Checkbox>
            <ExportButton
              atEnd
              kind="stock"
              params={{ q: search.q, store: search.store, low: search.low === 'true' || undefined }}
            />
          </>
        ) : (
          <ChoiceFilter
            label={t('stock.kind')}
            value={kindOf(search.kind)}
            onChange={(kind) => change({ kind })}
            options={KINDS.map((value) => ({ value, label: t(`stock.kind_${value}`) }))}
            width={160}
          />
        )}
      </Filters>
      {tab === 'levels' ? (
        <Levels mayWrite={mayWrite} start={write} />
      ) : (
        <Documents start={write} />
      )}
      {isWriting && <DocumentForm onClose={() => setWriting(false)} />}
      <DocumentDrawer id={search.document} onClose={() => change({ document: undefined })} />
    </Page>
  )
}

function Levels(props: { mayWrite: boolean; start: ReactNode }) {
  const t = useTexts()
  const { q, store, low, cursor } = route.useSearch()
  const [setting, setSetting] = useState<Level>()
  const list = useQuery({
    ...levelsQuery({ q, store, low, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Level> = [
    {
      key: 'product',
      title: t('stock.product'),
      render: (_, level) => (
        <div className={styles.two}>
          <strong>{level.name ?? level.sku}</strong>
          <span className={styles.quiet}>{level.sku}</span>
        </div>
      ),
    },
    { key: 'store', title: t('stock.store'), render: (_, l) => l.store_name ?? l.store },
    {
      key: 'free',
      title: t('stock.free'),
      width: 130,
      align: 'right',
      render: (_, level) => (
        <>
          {level.is_low && <Chip tone="warning">{t('stock.low')}</Chip>}{' '}
          <Count value={level.free} />
        </>
      ),
    },
    {
      key: 'reserved',
      title: t('stock.reserved'),
      width: 96,
      align: 'right',
      render: (_, level) => <Count value={level.reserved} />,
    },
    {
      key: 'on_hand',
      title: t('stock.on_hand'),
      width: 96,
      align: 'right',
      render: (_, level) => <Count value={level.on_hand} />,
    },
    {
      key: 'value',
      title: t('stock.value'),
      width: 140,
      align: 'right',
      render: (_, level) =>
        level.value_fen === null ? <Nothing /> : <Money fen={level.value_fen} />,
    },
  ]
  if (props.mayWrite)
    columns.push({
      key: 'actions',
      title: '',
      width: 76,
      align: 'right',
      render: (_, level) => (
        <Button type="link" size="small" onClick={() => setSetting(level)}>
          {t('stock.set')}
        </Button>
      ),
    })
  return (
    <>
      <PageTable<Level>
        label={t('stock.levels')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(level) => `${level.sku} ${level.store}`}
        minWidth={820}
        skeletonLines={2}
        empty={
          q || store || low ? (
            <EmptyState compact title={t('stock.no_match')} />
          ) : (
            <EmptyState title={t('stock.empty')} action={props.start}>
              <p>{t('stock.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      {setting && <SettingForm level={setting} onClose={() => setSetting(undefined)} />}
    </>
  )
}

function Documents(props: { start: ReactNode }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { store, kind, cursor } = route.useSearch()
  const list = useQuery({
    ...documentsQuery({ store, kind: kindOf(kind), cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const open = (document: StockDocument) =>
    void navigate({ to: '/stock', search: (before) => ({ ...before, document: document.id }) })
  const columns: TableColumnsType<StockDocument> = [
    {
      key: 'at',
      title: t('stock.at'),
      width: 128,
      render: (_, document) => <When at={document.at} />,
    },
    {
      key: 'kind',
      title: t('stock.kind'),
      width: 170,
      render: (_, document) => <KindChips document={document} />,
    },
    {
      key: 'store',
      title: t('stock.store'),
      render: (_, { store: from, to_store: to }) => (to ? `${from} → ${to}` : from),
    },
    {
      key: 'note',
      title: t('stock.note'),
      render: (_, document) => document.note || <Nothing />,
    },
    {
      key: 'quantity',
      title: t('stock.moved'),
      width: 150,
      align: 'right',
      render: (_, { skus, quantity }) => t('stock.moved_words', { count: skus, quantity }),
    },
    {
      key: 'actions',
      title: '',
      width: 76,
      align: 'right',
      render: (_, document) => (
        <Button type="link" size="small" onClick={() => open(document)}>
          {t('stock.open')}
        </Button>
      ),
    },
  ]
  return (
    <PageTable<StockDocument>
      label={t('stock.documents')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(document) => document.id}
      minWidth={820}
      onOpen={open}
      empty={
        store || kind ? (
          <EmptyState compact title={t('stock.no_match')} />
        ) : (
          <EmptyState title={t('stock.no_documents')} action={props.start}>
            <p>{t('stock.empty_words')}</p>
          </EmptyState>
        )
      }
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}

function KindChips(props: { document: StockDocument }) {
  const t = useTexts()
  const { kind, reverses, reversed_by } = props.document
  return (
    <>
      <Chip tone={kind === 'loss' ? 'warning' : 'plain'}>{t(`stock.kind_${kind}`)}</Chip>{' '}
      {reverses && <Chip tone="info">{t('stock.reverses')}</Chip>}
      {reversed_by && <Chip>{t('stock.reversed')}</Chip>}
    </>
  )
}
