import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, type TableColumnsType, Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Item } from '../api/shapes.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing } from '../ui/When.tsx'
import { pricesQuery, type Storefront, storefrontsQuery } from './api.ts'
import { StorefrontForm } from './StorefrontForm.tsx'

const route = getRouteApi('/app/storefronts')
type Price = Item<'/api/v1/storefront-prices'>

/** Where the brand sells itself, and what each asks for each product. */
export function StorefrontsPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { scope } = useSession()
  const mayWrite = useMay('goods:write') && scope.kind === 'all'
  const [edited, setEdited] = useState<Storefront | 'new'>()
  const tab = search.tab === 'prices' ? 'prices' : 'storefronts'
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/storefronts',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const make = mayWrite && (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('storefronts.new')}
    </Button>
  )
  return (
    <Page title={t('storefronts.title')} purpose={t('storefronts.purpose')} actions={make}>
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key === 'prices' ? key : undefined })}
        items={[
          { key: 'storefronts', label: t('storefronts.title') },
          { key: 'prices', label: t('storefronts.prices') },
        ]}
      />
      {tab === 'prices' ? (
        <>
          <Filters>
            <SearchText
              value={search.q}
              label={t('storefronts.search')}
              onChange={(q) => change({ q })}
            />
            <Checkbox
              checked={search.conflicts === 'true'}
              onChange={({ target }) => change({ conflicts: target.checked ? 'true' : undefined })}
            >
              {t('storefronts.only_conflicts')}
            </Checkbox>
          </Filters>
          <Prices />
        </>
      ) : (
        <Storefronts start={make} onEdit={mayWrite ? setEdited : undefined} />
      )}
      {edited && (
        <StorefrontForm
          {...(edited !== 'new' && { storefront: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Page>
  )
}

function Storefronts(props: { start: ReactNode; onEdit: ((one: Storefront) => void) | undefined }) {
  const t = useTexts()
  const list = useQuery(storefrontsQuery)
  const { onEdit } = props
  const columns: TableColumnsType<Storefront> = [
    { key: 'name', title: t('storefronts.name'), render: (_, s) => `${s.name} · ${s.code}` },
    {
      key: 'kind',
      title: t('storefronts.kind'),
      render: (_, s) => t(`storefronts.kind_${s.kind}`),
    },
    { key: 'store', title: t('storefronts.store'), render: (_, s) => s.store },
    {
      key: 'sells',
      title: t('storefronts.sells'),
      render: (_, s) =>
        s.sells_all
          ? t('storefronts.sells_all')
          : t('storefronts.sells_listed', { count: s.skus.length }),
    },
    {
      key: 'visible',
      title: t('storefronts.visible'),
      render: (_, { visible_to: { levels, audiences, pools } }) =>
        levels.length + audiences.length + pools.length === 0
          ? t('storefronts.visible_all')
          : t('storefronts.visible_some', {
              ...{ levels: levels.length, audiences: audiences.length, pools: pools.length },
            }),
    },
    {
      key: 'state',
      title: t('storefronts.state'),
      width: 110,
      render: (_, s) => (
        <Chip tone={s.state === 'open' ? 'good' : 'plain'}>
          {t(`storefronts.state_${s.state}`)}
        </Chip>
      ),
    },
  ]
  if (onEdit)
    columns.push({
      key: 'actions',
      title: '',
      width: 80,
      align: 'right',
      render: (_, s) => (
        <Button type="link" size="small" onClick={() => onEdit(s)}>
          {t('storefronts.edit')}
        </Button>
      ),
    })
  return (
    <PageTable<Storefront>
      label={t('storefronts.title')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(s) => s.code}
      minWidth={760}
      empty={
        <EmptyState title={t('storefronts.empty')} action={props.start}>
          <p>{t('storefronts.empty_words')}</p>
        </EmptyState>
      }
    />
  )
}

function Prices() {
  const t = useTexts()
  const { q, conflicts, cursor } = route.useSearch()
  const list = useQuery({
    ...pricesQuery({ q, conflicts, cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Price> = [
    { key: 'name', title: t('storefronts.product'), render: (_, p) => `${p.name} · ${p.sku}` },
    {
      key: 'prices',
      title: t('storefronts.prices'),
      render: (_, p) =>
        p.storefronts.length === 0 ? (
          <Nothing />
        ) : (
          <Chips>
            {p.storefronts.map((one) => (
              <Chip key={one.code}>
                {one.code} {one.fen === null ? <Nothing /> : <Money fen={one.fen} />}
              </Chip>
            ))}
          </Chips>
        ),
    },
    {
      key: 'conflicts',
      title: t('storefronts.conflicts'),
      render: (_, p) => (
        <Chips>
          {p.conflicts.map((code) => (
            <Chip key={code} tone="warning" title={p.sold_elsewhere.join(', ')}>
              {t(`storefronts.conflict_${code}`)}
            </Chip>
          ))}
        </Chips>
      ),
    },
  ]
  return (
    <PageTable<Price>
      label={t('storefronts.prices')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(p) => p.sku}
      minWidth={760}
      empty={<EmptyState compact title={t('storefronts.no_match')} />}
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}
