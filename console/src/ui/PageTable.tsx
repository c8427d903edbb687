import type { TableColumnsType, TableProps } from 'antd'
import { Table } from 'antd'
import { type ReactNode, useMemo } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { rowSelectionOf, type Selection } from './BatchBar.tsx'
import { Cards } from './Cards.tsx'
import { ErrorPanel } from './ErrorPanel.tsx'
import { useIsPhone } from './narrow.ts'
import styles from './PageTable.module.css'
import { SkeletonLines } from './Skeleton.tsx'
import { Unseen } from './Unseen.tsx'

interface Loaded<T> {
  data: readonly T[] | undefined
  error: unknown
  isPlaceholderData?: boolean
  isFetching?: boolean
  refetch: () => unknown
}

interface PageTableProps<T> {
  list: Loaded<T>
  columns: TableColumnsType<T>
  rowKey: (row: T) => string
  /** What stands in place of the rows when there are none. */
  empty: ReactNode
  /** Below the rows: the pager, or more. */
  foot?: ReactNode
  /** The width below which the table scrolls sideways. */
  minWidth: number
  expandable?: TableProps<T>['expandable']
  onOpen?: (row: T) => void
  rowClassName?: (row: T) => string
  skeletonRows?: number
  /** How many lines a row has, so that the list keeps its height when it comes. */
  skeletonLines?: number
  label: string
  /** Rows can be chosen for a batch; `nameOf` names a row's box to readers who hear it. */
  selection?: Selection & { nameOf: (row: T) => string }
}

/** The height of the console's header, under which a table's head stays in view. */
const HEADER = 52

/** A list as a table: a skeleton of its own shape, then rows, or why there are none. */
export function PageTable<T extends object>(props: PageTableProps<T>) {
  const { list } = props
  const t = useTexts()
  const isPhone = useIsPhone()
  // A column of buttons has no words over it, but a name for who hears the table.
  const columns = useMemo(
    () =>
      props.columns.map((column) =>
        column.title ? column : { ...column, title: <Unseen>{t('list.actions')}</Unseen> },
      ),
    [props.columns, t],
  )
  const expandable = props.expandable && {
    columnTitle: <Unseen>{t('list.details')}</Unseen>,
    ...props.expandable,
  }
  if (list.error && !list.data) {
    return (
      <div className={styles.frame}>
        <ErrorPanel error={list.error} onRetry={() => list.refetch()} retrying={list.isFetching} />
      </div>
    )
  }
  if (!list.data) {
    return (
      <div className={styles.frame} aria-busy="true">
        {isPhone ? (
          <div className={styles.lines}>
            <SkeletonLines lines={16} />
          </div>
        ) : (
          <SkeletonTable
            columns={columns}
            rows={props.skeletonRows ?? 10}
            lines={props.skeletonLines ?? 1}
            minWidth={props.minWidth}
          />
        )}
      </div>
    )
  }
  if (list.data.length === 0) {
    return (
      <div className={styles.frame}>
        {props.empty}
        {props.foot}
      </div>
    )
  }
  const { onOpen } = props
  if (isPhone) {
    return (
      <div className={list.isPlaceholderData ? `${styles.frame} ${styles.stale}` : styles.frame}>
        <Cards<T>
          label={props.label}
          rows={list.data}
          columns={props.columns}
          rowKey={props.rowKey}
          expandable={props.expandable}
          rowClassName={props.rowClassName}
          selection={props.selection}
        />
        {props.foot}
      </div>
    )
  }
  return (
    <div className={list.isPlaceholderData ? `${styles.frame} ${styles.stale}` : styles.frame}>
      <Table<T>
        aria-label={props.label}
        size="middle"
        columns={columns}
        dataSource={[...list.data]}
        rowKey={props.rowKey}
        pagination={false}
        scroll={{ x: props.minWidth }}
        sticky={{ offsetHeader: HEADER }}
        expandable={expandable}
        rowClassName={props.rowClassName}
        rowSelection={props.selection && rowSelectionOf(props.selection, props.selection.nameOf)}
        onRow={
          onOpen
            ? (row) => ({
                className: styles.open,
                onClick: (event) => {
                  if (!isOnControl(event.target)) onOpen(row)
                },
              })
            : undefined
        }
      />
      {props.foot}
    </div>
  )
}

/** A click on a link or button inside a row is that control's, and selecting text is not a click. */
function isOnControl(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest('a, button, input, .ant-popover, .ant-modal')) return true
  return (globalThis.getSelection()?.toString() ?? '') !== ''
}

interface SkeletonRow {
  key: number
}

function SkeletonTable<T>(props: {
  columns: TableColumnsType<T>
  rows: number
  lines: number
  minWidth: number
}) {
  const columns: TableColumnsType<SkeletonRow> = props.columns.map((column, place) => ({
    key: column.key ?? String(place),
    title: typeof column.title === 'function' ? null : column.title,
    width: column.width,
    align: column.align,
    render: (_: unknown, row: SkeletonRow) => (
      <div style={{ height: `${props.lines * 1.6}em` }}>
        <span
          className={styles.bone}
          style={{ width: `${45 + ((row.key * 7 + place * 13) % 40)}%` }}
        />
      </div>
    ),
  }))
  const rows = Array.from({ length: props.rows }, (_, key) => ({ key }))
  return (
    <Table<SkeletonRow>
      size="middle"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: props.minWidth }}
    />
  )
}
