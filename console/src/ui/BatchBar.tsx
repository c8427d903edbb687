import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Key, ReactNode } from 'react'
import { useCallback, useMemo, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import styles from './BatchBar.module.css'

export interface Selection {
  keys: string[]
  set: (keys: string[]) => void
  clear: () => void
}

/** The rows chosen in a list; give it to PageTable and BatchBar. Chosen rows stay chosen over pages. */
export function useSelection(): Selection {
  const [keys, set] = useState<string[]>([])
  const clear = useCallback(() => set([]), [])
  return useMemo(() => ({ keys, set, clear }), [keys, clear])
}

/** What antd's table wants to know of a selection. */
export function rowSelectionOf<T>(selection: Selection, nameOf: (row: T) => string) {
  return {
    selectedRowKeys: selection.keys,
    preserveSelectedRowKeys: true,
    columnWidth: 40,
    onChange: (keys: Key[]) => selection.set(keys.map(String)),
    getCheckboxProps: (row: T) => ({ 'aria-label': nameOf(row) }),
  }
}

/**
 * Appears at the foot of the window while rows are chosen: how many, what can be done with them,
 * and how to let go. `more` may offer all that the list's filter finds.
 */
export function BatchBar(props: { selection: Selection; more?: ReactNode; children: ReactNode }) {
  const t = useTexts()
  const count = props.selection.keys.length
  if (count === 0) return null
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('batch.label')}>
      <span className={styles.count} aria-live="polite">
        {t('batch.chosen', { count })}
      </span>
      {props.more}
      <div className={styles.actions}>{props.children}</div>
      <Button
        type="text"
        icon={<CloseOutlined />}
        aria-label={t('batch.clear')}
        title={t('batch.clear')}
        onClick={props.selection.clear}
      />
    </div>
  )
}
