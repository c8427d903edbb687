import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Dropdown, Input, Popover, Select } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { SavedViews } from '../ui/SavedViews.tsx'
import styles from './FilterBar.module.css'
import { filterOf, KINDS, type Piece, type PieceKind, piecesOf } from './filter.ts'
import { usePieceWords } from './filterWords.ts'
import { PieceEditor } from './PieceEditor.tsx'
import { SORTS, type Sort, useCustomerList } from './useCustomerList.ts'

/** Words, conditions as chips, the order, and the views they make up. The address keeps them all. What of the list stands beside them is given as children. */
export function FilterBar(props: { children: ReactNode }) {
  const t = useTexts()
  const { q, filter, sort, isFiltered, show } = useCustomerList()
  const pieces = piecesOf(filter)
  const put = (next: readonly Piece[]) =>
    show({
      filter: {
        ...(filter.value !== undefined && { namespace: filter.namespace, value: filter.value }),
        ...filterOf(next),
      },
    })

  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        <SavedViews list="customers" />
        <SearchBox value={q ?? ''} onSearch={(text) => show({ q: text })} />
        <span className={styles.gap} />
        <Select<Sort>
          aria-label={t('customers.sort')}
          popupMatchSelectWidth={false}
          value={sort}
          onChange={(value) => show({ sort: value })}
          options={SORTS.map((value) => ({ value, label: t(`customers.sort_${value}`) }))}
        />
      </div>
      <div className={styles.row}>
        {pieces.map((piece, place) => (
          <PieceChip
            // Pieces have no names; their order changes only as a whole.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={place}
            piece={piece}
            onChange={(next) => put(pieces.with(place, next))}
            onRemove={() => put(pieces.toSpliced(place, 1))}
          />
        ))}
        <AddPiece onAdd={(piece) => put([...pieces, piece])} />
        {isFiltered && (
          <Button type="text" size="small" onClick={() => show({ q: undefined, filter: {} })}>
            {t('filter.clear')}
          </Button>
        )}
        <span className={styles.gap} />
        {props.children}
      </div>
    </div>
  )
}

function PieceChip(props: {
  piece: Piece
  onChange: (piece: Piece) => void
  onRemove: () => void
}) {
  const t = useTexts()
  const wordsOf = usePieceWords()
  const [open, setOpen] = useState(false)
  const { label, words } = wordsOf(props.piece)
  return (
    <span className={styles.piece}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <PieceEditor
            kind={props.piece.kind}
            piece={props.piece}
            onDone={(piece) => {
              setOpen(false)
              props.onChange(piece)
            }}
          />
        }
      >
        <button type="button" className={styles.words}>
          <span className={styles.label}>{label}</span> {words}
        </button>
      </Popover>
      <button
        type="button"
        className={styles.remove}
        aria-label={t('customers.remove_condition', { words: `${label} ${words}` })}
        onClick={props.onRemove}
      >
        <CloseOutlined />
      </button>
    </span>
  )
}

function AddPiece(props: { onAdd: (piece: Piece) => void }) {
  const t = useTexts()
  const [kind, setKind] = useState<PieceKind>()
  return (
    <Popover
      open={kind !== undefined}
      onOpenChange={(open) => !open && setKind(undefined)}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      title={kind && t(`customers.by_${kind}`)}
      content={
        kind && (
          <PieceEditor
            kind={kind}
            piece={undefined}
            onDone={(piece) => {
              setKind(undefined)
              props.onAdd(piece)
            }}
          />
        )
      }
    >
      <Dropdown
        trigger={['click']}
        menu={{
          items: KINDS.map((key) => ({ key, label: t(`customers.by_${key}`) })),
          onClick: ({ key }) => setKind(key as PieceKind),
        }}
      >
        <Button size="small" type="dashed" icon={<PlusOutlined />}>
          {t('customers.add_condition')}
        </Button>
      </Dropdown>
    </Popover>
  )
}

function SearchBox(props: { value: string; onSearch: (text: string | undefined) => void }) {
  const t = useTexts()
  const [text, setText] = useState(props.value)
  useEffect(() => setText(props.value), [props.value])
  return (
    <div className={styles.search}>
      <Input.Search
        aria-label={t('customers.search_label')}
        placeholder={t('customers.search_any')}
        allowClear
        value={text}
        onChange={(event) => setText(event.target.value)}
        onSearch={(value) => props.onSearch(value.trim() || undefined)}
      />
    </div>
  )
}
