import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Checkbox, type TableColumnsType, type TableProps } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import type { Selection } from './BatchBar.tsx'
import styles from './Cards.module.css'

/** A table's rows on a phone: the first column as the heading, the others named below it. */
export function Cards<T extends object>(props: {
  rows: readonly T[]
  columns: TableColumnsType<T>
  rowKey: (row: T) => string
  expandable?: TableProps<T>['expandable']
  rowClassName?: (row: T) => string
  label: string
  selection?: Selection & { nameOf: (row: T) => string }
}) {
  return (
    <ul className={styles.list} aria-label={props.label}>
      {props.rows.map((row, place) => (
        <li key={props.rowKey(row)} className={`${styles.card} ${props.rowClassName?.(row) ?? ''}`}>
          {props.selection && (
            <Choice name={props.rowKey(row)} row={row} selection={props.selection} />
          )}
          {props.columns.map((column, at) => (
            <Cell key={column.key} column={column} row={row} place={place} isHeading={at === 0} />
          ))}
          <Expansion row={row} place={place} expandable={props.expandable} />
        </li>
      ))}
    </ul>
  )
}

function Choice<T>(props: {
  name: string
  row: T
  selection: Selection & { nameOf: (row: T) => string }
}) {
  const { name, selection } = props
  const others = selection.keys.filter((key) => key !== name)
  return (
    <Checkbox
      className={styles.choice}
      checked={others.length < selection.keys.length}
      aria-label={selection.nameOf(props.row)}
      onChange={(event) => selection.set(event.target.checked ? [...others, name] : others)}
    />
  )
}

function Cell<T extends object>(props: {
  column: TableColumnsType<T>[number]
  row: T
  place: number
  isHeading: boolean
}) {
  const { column, row, place } = props
  const content = column.render?.(undefined, row, place) as ReactNode
  if (props.isHeading || typeof column.title === 'function' || !column.title) {
    return <div className={props.isHeading ? styles.heading : styles.bare}>{content}</div>
  }
  return (
    <div className={styles.field}>
      <span className={styles.name}>{column.title}</span>
      <span className={styles.value}>{content}</span>
    </div>
  )
}

function Expansion<T extends object>(props: {
  row: T
  place: number
  expandable: TableProps<T>['expandable']
}) {
  const { row, place, expandable } = props
  const t = useTexts()
  const [open, setOpen] = useState(false)
  if (!expandable?.expandedRowRender || expandable.rowExpandable?.(row) === false) return null
  return (
    <>
      <Button
        type="text"
        size="small"
        icon={open ? <DownOutlined /> : <RightOutlined />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('list.details')}
      </Button>
      {open && (
        <div className={styles.expansion}>{expandable.expandedRowRender(row, place, 0, true)}</div>
      )}
    </>
  )
}
