import { HolderOutlined } from '@ant-design/icons'
import { type DragEvent, type KeyboardEvent, type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import styles from './Reorder.module.css'

/**
 * A list whose order is the reader's: a line is taken by its handle and dropped on another, or moved
 * with the arrow keys while the handle has the focus.
 */
export function Reorder<T>(props: {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => string
  children: (item: T, place: number) => ReactNode
  onMove: (items: T[]) => void
}) {
  const t = useTexts()
  const { items, keyOf } = props
  const [dragged, setDragged] = useState<number>()
  const [over, setOver] = useState<number>()
  const move = (from: number, to: number) => {
    if (to < 0 || to >= items.length || from === to) return
    const next = [...items]
    const [one] = next.splice(from, 1)
    if (one === undefined) return
    next.splice(to, 0, one)
    props.onMove(next)
  }
  const onKeyDown = (event: KeyboardEvent, place: number) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    move(place, place + step)
  }
  const onDrop = (event: DragEvent, place: number) => {
    event.preventDefault()
    if (dragged !== undefined) move(dragged, place)
    setDragged(undefined)
    setOver(undefined)
  }
  return (
    <ol className={styles.list} aria-label={props.label}>
      {items.map((item, place) => (
        <li
          key={keyOf(item)}
          className={[
            styles.line,
            dragged === place && styles.dragged,
            over === place && dragged !== undefined && dragged !== place && styles.over,
          ]
            .filter(Boolean)
            .join(' ')}
          onDragOver={(event) => {
            if (dragged === undefined) return
            event.preventDefault()
            setOver(place)
          }}
          onDrop={(event) => onDrop(event, place)}
        >
          <button
            type="button"
            draggable
            className={styles.handle}
            title={t('reorder.hint')}
            aria-label={t('reorder.handle', {
              name: props.nameOf(item),
              place: place + 1,
              count: items.length,
            })}
            onKeyDown={(event) => onKeyDown(event, place)}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              event.dataTransfer.setData('text/plain', keyOf(item))
              setDragged(place)
            }}
            onDragEnd={() => {
              setDragged(undefined)
              setOver(undefined)
            }}
          >
            <HolderOutlined />
          </button>
          {props.children(item, place)}
        </li>
      ))}
    </ol>
  )
}
