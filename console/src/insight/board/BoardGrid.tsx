import { CopyOutlined, DeleteOutlined, EditOutlined, HolderOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type CSSProperties, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import type { Widget } from './api.ts'
import styles from './Board.module.css'
import { GAP, MOST_COLUMNS, moved, ROW, resized } from './layout.ts'
import { useQuestionName } from './QuestionWidget.tsx'
import { useWidgetName, WidgetBody } from './WidgetBody.tsx'

interface Editing {
  onChange: (widgets: Widget[]) => void
  onEdit: (widget: Widget) => void
}

/**
 * Widgets in their order, each as wide and high as it was made. While it is edited they are taken by
 * their handle and dropped on another, or moved with the arrow keys; the corner resizes them, as
 * Shift and the arrow keys do.
 */
export function BoardGrid(props: { widgets: readonly Widget[]; editing?: Editing | undefined }) {
  const { widgets, editing } = props
  const t = useTexts()
  const [dragged, setDragged] = useState<string>()
  const [over, setOver] = useState<string>()
  const grid = useRef<HTMLElement>(null)
  const end = () => {
    setDragged(undefined)
    setOver(undefined)
  }
  return (
    <section ref={grid} className={styles.grid} aria-label={t('board.widgets')}>
      {widgets.map((widget) => (
        <article
          key={widget.id}
          data-widget={widget.id}
          className={[
            styles.widget,
            widget.kind === 'metrics' && widget.look === 'figures' && styles.line,
            editing && styles.edited,
            dragged === widget.id && styles.dragged,
            over === widget.id && dragged !== undefined && dragged !== widget.id && styles.over,
          ]
            .filter(Boolean)
            .join(' ')}
          data-width={widget.width}
          style={{ '--across': widget.width, '--down': widget.height } as CSSProperties}
          onDragOver={(event) => {
            if (dragged === undefined) return
            event.preventDefault()
            setOver(widget.id)
          }}
          onDrop={(event) => {
            event.preventDefault()
            if (dragged !== undefined) editing?.onChange(moved(widgets, dragged, widget.id))
            end()
          }}
        >
          {editing && (
            <Tools
              widget={widget}
              widgets={widgets}
              editing={editing}
              onDrag={setDragged}
              onEnd={end}
            />
          )}
          <div className={styles.body}>
            <WidgetBody widget={widget} />
          </div>
          {editing && <Corner widget={widget} widgets={widgets} editing={editing} grid={grid} />}
        </article>
      ))}
    </section>
  )
}

/** As its maker called it, else by what it shows. */
function useShownName(widget: Widget): string {
  const nameOf = useWidgetName()
  const question = useQuestionName(widget.kind === 'question' ? widget.question_id : undefined)
  return widget.title ?? question ?? nameOf(widget)
}

interface OfWidget {
  widget: Widget
  widgets: readonly Widget[]
  editing: Editing
}

function Tools(props: OfWidget & { onDrag: (id: string) => void; onEnd: () => void }) {
  const t = useTexts()
  const { widget, widgets, editing } = props
  const name = useShownName(widget)
  const place = widgets.indexOf(widget)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const [across, down] = step
    if (event.shiftKey) editing.onChange(resized(widgets, widget.id, across, down))
    else {
      const target = widgets[place + across + down]
      if (target) editing.onChange(moved(widgets, widget.id, target.id))
    }
  }
  return (
    <div className={styles.tools}>
      <button
        type="button"
        draggable
        className={styles.handle}
        title={t('board.handle_hint')}
        aria-label={t('board.handle', { name, place: place + 1, count: widgets.length })}
        onKeyDown={onKeyDown}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          event.dataTransfer.setData('text/plain', widget.id)
          props.onDrag(widget.id)
        }}
        onDragEnd={props.onEnd}
      >
        <HolderOutlined />
      </button>
      <span className={styles.name}>{name}</span>
      <Button
        type="text"
        size="small"
        icon={<EditOutlined />}
        aria-label={t('board.edit_widget', { name })}
        onClick={() => editing.onEdit(widget)}
      />
      <Button
        type="text"
        size="small"
        icon={<CopyOutlined />}
        aria-label={t('board.copy_widget', { name })}
        onClick={() =>
          editing.onChange(widgets.toSpliced(place + 1, 0, { ...widget, id: crypto.randomUUID() }))
        }
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t('board.remove_widget', { name })}
        onClick={() => editing.onChange(widgets.filter((one) => one !== widget))}
      />
    </div>
  )
}

const STEPS: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Drawn to where the widget is to end. */
function Corner(props: OfWidget & { grid: React.RefObject<HTMLElement | null> }) {
  const t = useTexts()
  const { widget, widgets, editing } = props
  const name = useShownName(widget)
  const start = useRef<{ x: number; y: number; widget: Widget }>(undefined)
  const onMove = (event: PointerEvent) => {
    const from = start.current
    if (!from) return
    const column = (props.grid.current?.clientWidth ?? 0) / MOST_COLUMNS
    const across = Math.round((event.clientX - from.x) / column)
    const down = Math.round((event.clientY - from.y) / (ROW + GAP))
    const width = from.widget.width + across - widget.width
    const height = from.widget.height + down - widget.height
    if (width !== 0 || height !== 0) editing.onChange(resized(widgets, widget.id, width, height))
  }
  return (
    <button
      type="button"
      className={styles.corner}
      tabIndex={-1}
      aria-label={t('board.resize', { name })}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, y: event.clientY, widget }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        start.current = undefined
      }}
      onPointerCancel={() => {
        start.current = undefined
      }}
    />
  )
}
