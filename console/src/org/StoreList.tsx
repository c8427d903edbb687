import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, type TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Store, storesQuery } from './api.ts'
import styles from './OrgPage.module.css'
import { StoreBatch } from './StoreBatch.tsx'
import { StoreForm } from './StoreForm.tsx'

const route = getRouteApi('/app/org')
const PAGE = 50

export function StoreList(props: { mayManage: boolean; start: ReactNode }) {
  const t = useTexts()
  const { region, q, cursor } = route.useSearch()
  const [editing, setEditing] = useState<Store>()
  const list = useQuery({
    ...storesQuery({ region_id: region, q, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const [copied, setCopied] = useState<Store>()
  const selection = useSelection()
  const columns = useColumns(
    props.mayManage ? { onEdit: setEditing, onCopy: setCopied } : undefined,
  )
  return (
    <>
      <PageTable<Store>
        label={t('org.stores')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(store) => store.id}
        rowClassName={(store) => (isClosed(store) ? (styles.closed ?? '') : '')}
        minWidth={700}
        selection={props.mayManage ? { ...selection, nameOf: (store) => store.name } : undefined}
        skeletonLines={2}
        empty={
          q || region ? (
            <EmptyState compact title={t('org.no_match')} />
          ) : (
            <EmptyState title={t('org.no_stores')} action={props.start}>
              <p>{t('org.no_stores_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <StoreBatch selection={selection} rows={list.data?.items} />
      {copied && <StoreForm copied={copied} onClose={() => setCopied(undefined)} />}
      {editing && <StoreForm store={editing} onClose={() => setEditing(undefined)} />}
    </>
  )
}

const isClosed = (store: Store) =>
  store.closed_on !== null && new Date(store.closed_on) <= new Date()

function useColumns(
  may: { onEdit: (store: Store) => void; onCopy: (store: Store) => void } | undefined,
): TableColumnsType<Store> {
  const t = useTexts()
  const columns: TableColumnsType<Store> = [
    {
      key: 'name',
      title: t('org.store'),
      render: (_, store) => (
        <div className={styles.two}>
          <strong>{store.name}</strong>
          <span className={styles.quiet}>{store.code}</span>
        </div>
      ),
    },
    {
      key: 'kind',
      title: t('org.kind'),
      width: 92,
      render: (_, store) => (
        <>
          <Chip tone={store.kind === 'direct' ? 'info' : 'plain'}>
            {t(`org.kind_${store.kind}`)}
          </Chip>
          {isClosed(store) && <Chip tone="warning">{t('org.closed')}</Chip>}
        </>
      ),
    },
    {
      key: 'region',
      title: t('org.region'),
      width: 104,
      render: (_, store) => store.region?.name ?? t('org.headquarters'),
    },
    {
      key: 'address',
      title: t('org.address'),
      render: (_, store) => store.address || <Nothing />,
    },
    {
      key: 'staff',
      title: t('org.staff'),
      width: 64,
      align: 'right',
      render: (_, store) => <Count value={store.staff} />,
    },
  ]
  if (may)
    columns.push({
      key: 'actions',
      title: '',
      width: 116,
      align: 'right',
      render: (_, store) => (
        <>
          <Button type="link" size="small" onClick={() => may.onCopy(store)}>
            {t('action.duplicate')}
          </Button>
          <Button type="link" size="small" onClick={() => may.onEdit(store)}>
            {t('org.edit')}
          </Button>
        </>
      ),
    })
  return columns
}
