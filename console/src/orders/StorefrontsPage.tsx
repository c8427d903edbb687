import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tabs } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type Storefront, storefrontsQuery } from './api.ts'
import { ExternalStores } from './ExternalStores.tsx'
import { StorefrontForm } from './StorefrontForm.tsx'
import { StorefrontPrices } from './StorefrontPrices.tsx'

const route = getRouteApi('/app/storefronts')
const TABS = ['storefronts', 'external', 'prices'] as const

/** Where the brand sells itself, and what each asks for each product. */
export function StorefrontsPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const { scope } = useSession()
  const mayWrite = useMay('goods:write') && scope.kind === 'all'
  const [edited, setEdited] = useState<Storefront | 'new'>()
  const tab = TABS.find((one) => one === search.tab) ?? 'storefronts'
  const goTo = (tab: string) =>
    void navigate({
      to: '/storefronts',
      search: { tab: tab === 'storefronts' ? undefined : tab },
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
        onChange={goTo}
        items={[
          { key: 'storefronts', label: t('storefronts.title') },
          { key: 'external', label: t('storefronts.external') },
          { key: 'prices', label: t('storefronts.prices') },
        ]}
      />
      {tab === 'prices' ? (
        <StorefrontPrices />
      ) : tab === 'external' ? (
        <ExternalStores mayWrite={mayWrite} />
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
          : [
              ...(s.categories.length > 0
                ? [t('storefronts.sells_categories', { count: s.categories.length })]
                : []),
              ...(s.skus.length > 0 || s.categories.length === 0
                ? [t('storefronts.sells_listed', { count: s.skus.length })]
                : []),
            ].join(' · '),
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
