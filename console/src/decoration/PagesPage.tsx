import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { audiencesQuery } from '../audiences/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { storefrontsQuery } from '../shop/api.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import { copyPage, pagesQuery, removePage, type ShopPage, usePagesChanged } from './api.ts'
import styles from './Decoration.module.css'
import { PageForm } from './PageForm.tsx'
import { PageState } from './PageState.tsx'

const route = getRouteApi('/app/shop-pages')

/** The pages customers come in by, in the order in which they are looked at. */
export function PagesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { q } = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('shop:write') && scope.kind === 'all'
  const [opened, open] = useState<'new' | ShopPage>()
  const list = useQuery({ ...pagesQuery(q), placeholderData: keepPreviousData })
  const columns = useColumns(mayWrite ? open : undefined)
  const toEditor = ({ id }: ShopPage) =>
    void navigate({ to: '/shop-pages/$pageId', params: { pageId: id } })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
      {t('decoration.new')}
    </Button>
  )
  return (
    <Page title={t('decoration.title')} purpose={t('decoration.purpose')} actions={create}>
      <Filters>
        <SearchText
          value={q}
          label={t('decoration.search')}
          onChange={(text) =>
            void navigate({ to: '/shop-pages', search: { q: text }, replace: true })
          }
        />
      </Filters>
      <PageTable<ShopPage>
        label={t('decoration.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(page) => page.id}
        minWidth={900}
        skeletonLines={2}
        empty={
          q ? (
            <EmptyState compact title={t('decoration.no_match')} />
          ) : (
            <EmptyState title={t('decoration.empty')} action={create}>
              <p>{t('decoration.empty_words')}</p>
            </EmptyState>
          )
        }
      />
      {opened && (
        <PageForm
          {...(opened !== 'new' && { page: opened })}
          {...(opened === 'new' && { onSaved: toEditor })}
          onClose={() => open(undefined)}
        />
      )}
    </Page>
  )
}

function useColumns(onSettings: ((page: ShopPage) => void) | undefined) {
  const t = useTexts()
  const storefronts = useQuery({ ...storefrontsQuery, enabled: useMay('goods:read') })
  const audiences = useQuery({
    ...audiencesQuery({ limit: 200 }),
    enabled: useMay('audiences:read'),
  })
  const storefrontOf = (code: string | null) =>
    code === null
      ? t('decoration.any_storefront')
      : (storefronts.data?.items.find((one) => one.code === code)?.name ?? code)
  const audienceOf = (id: string | null) =>
    id === null
      ? t('decoration.everybody')
      : (audiences.data?.items.find((one) => one.id === id)?.name ?? t('decoration.some_audience'))
  const columns: TableColumnsType<ShopPage> = [
    {
      key: 'name',
      title: t('decoration.name'),
      render: (_, page) => (
        <Link to="/shop-pages/$pageId" params={{ pageId: page.id }}>
          <strong>{page.name}</strong>
        </Link>
      ),
    },
    {
      key: 'for',
      title: t('decoration.for_whom'),
      width: 210,
      render: (_, page) => (
        <span className={styles.two}>
          <span>{storefrontOf(page.storefront)}</span>
          <small className={styles.quiet}>{audienceOf(page.audience_id)}</small>
        </span>
      ),
    },
    {
      key: 'priority',
      title: t('decoration.priority'),
      width: 90,
      align: 'right',
      dataIndex: 'priority',
    },
    {
      key: 'state',
      title: t('decoration.state'),
      width: 250,
      render: (_, page) => <PageState page={page} />,
    },
    {
      key: 'updated',
      title: t('decoration.updated'),
      width: 150,
      render: (_, page) => (
        <span className={styles.two}>
          <When at={page.updated_at} />
          <small className={styles.quiet}>{page.updated_by}</small>
        </span>
      ),
    },
  ]
  if (onSettings)
    columns.push({
      key: 'actions',
      title: '',
      width: 190,
      align: 'right',
      render: (_, page) => <Acts page={page} onSettings={() => onSettings(page)} />,
    })
  return columns
}

function Acts(props: { page: ShopPage; onSettings: () => void }) {
  const { page } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePagesChanged()
  const words = useErrorWords()
  const acting = useMutation({
    mutationFn: (what: 'copy' | 'remove'): Promise<unknown> =>
      what === 'copy'
        ? copyPage(page.id, t('decoration.copy_of', { name: page.name }).slice(0, 100))
        : removePage(page.id),
    onSuccess: (_, what) => void message.success(t(`decoration.${what}_done`)),
    onError: (error) => void message.error(words(error).title),
    onSettled: changed,
  })
  return (
    <>
      <Button type="link" size="small" onClick={props.onSettings}>
        {t('decoration.settings')}
      </Button>
      <Button type="link" size="small" onClick={() => acting.mutate('copy')}>
        {t('action.duplicate')}
      </Button>
      <Popconfirm
        title={t('decoration.remove', { name: page.name })}
        description={t('decoration.remove_words')}
        onConfirm={() => acting.mutate('remove')}
      >
        <Button type="link" size="small" danger>
          {t('action.delete')}
        </Button>
      </Popconfirm>
    </>
  )
}
