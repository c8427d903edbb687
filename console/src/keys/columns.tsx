import { Button, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { When } from '../ui/When.tsx'
import styles from './Keys.module.css'
import { RevokeKey } from './RevokeKey.tsx'

export interface AnyKey {
  id: string
  name: string
  prefix: string
  created_at: string
  created_by: string
  last_used_at: string | null
  revoked_at: string | null
}

/** The columns that both kinds of key have, around the one that tells them apart. */
export function useKeyColumns<K extends AnyKey>(
  own: { title: string; width: number; render: (key: K) => ReactNode },
  revoke: (ids: string[]) => Promise<unknown>,
  queryKey: string,
  onCopy: (key: K) => void,
): TableColumnsType<K> {
  const t = useTexts()
  return [
    { key: 'name', title: t('key.name'), render: (_, key) => <strong>{key.name}</strong> },
    {
      key: 'prefix',
      title: t('key.prefix'),
      width: 150,
      render: (_, key) => <code>{key.prefix}…</code>,
    },
    { key: 'own', title: own.title, width: own.width, render: (_, key) => own.render(key) },
    {
      key: 'created_at',
      title: t('key.created_at'),
      width: 116,
      render: (_, key) => (
        <div className={styles.made}>
          <When at={key.created_at} />
          <span className={styles.by}>{key.created_by}</span>
        </div>
      ),
    },
    {
      key: 'last_used_at',
      title: t('key.last_used_at'),
      width: 116,
      render: (_, key) => (key.last_used_at ? <When at={key.last_used_at} /> : t('key.never_used')),
    },
    {
      key: 'actions',
      title: '',
      width: 170,
      align: 'right',
      render: (_, key) => (
        <>
          <Button type="link" size="small" onClick={() => onCopy(key)}>
            {t('key.copy')}
          </Button>
          {key.revoked_at ? (
            t('key.revoked')
          ) : (
            <RevokeKey id={key.id} name={key.name} revoke={revoke} queryKey={queryKey} />
          )}
        </>
      ),
    },
  ]
}
