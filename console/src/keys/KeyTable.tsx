import { StopOutlined } from '@ant-design/icons'
import { type UseQueryResult, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, type BatchDone, useBatch } from '../ui/batchRun.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { type AnyKey, useKeyColumns } from './columns.tsx'
import styles from './Keys.module.css'

/** A list of keys of one kind; the chosen ones are revoked together, after naming them. */
export function KeyTable<K extends AnyKey>(props: {
  label: string
  keys: UseQueryResult<{ items: K[] }>
  queryKey: string
  /** The column that tells this kind from the other. */
  own: { title: string; width: number; render: (key: K) => ReactNode }
  revoke: (ids: string[]) => Promise<BatchDone>
  onCopy: (key: K) => void
  empty: { title: string; words: string }
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const selection = useSelection()
  const items = props.keys.data?.items
  const run = useBatch({
    selection,
    rows: items,
    keyOf: (key) => key.id,
    nameOf: (key) => key.name,
    changed: () => queryClient.invalidateQueries({ queryKey: [props.queryKey] }),
  })
  const columns = useKeyColumns<K>(props.own, props.revoke, props.queryKey, props.onCopy)
  const chosen = (items ?? []).filter((key) => selection.keys.includes(key.id) && !key.revoked_at)
  return (
    <>
      <PageTable<K>
        label={props.label}
        list={{ ...props.keys, data: items }}
        columns={columns}
        rowKey={(key) => key.id}
        rowClassName={(key) => (key.revoked_at ? (styles.revoked ?? '') : '')}
        selection={{ ...selection, nameOf: (key) => key.name }}
        minWidth={880}
        skeletonLines={2}
        skeletonRows={3}
        empty={
          <EmptyState title={props.empty.title}>
            <p>{props.empty.words}</p>
          </EmptyState>
        }
      />
      <BatchBar selection={selection}>
        <BatchAction
          danger
          icon={<StopOutlined />}
          label={t('key.revoke_chosen', { count: chosen.length })}
          ask={{
            title: t('key.revoke_chosen_title', { count: chosen.length }),
            words: (
              <>
                <p>{t('key.revoke_words')}</p>
                <p>{chosen.map((key) => key.name).join(t('list.comma'))}</p>
              </>
            ),
          }}
          onRun={() => run(props.revoke)}
        />
      </BatchBar>
    </>
  )
}
