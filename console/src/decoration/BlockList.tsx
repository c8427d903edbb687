import { Button, Dropdown } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Reorder } from '../ui/Reorder.tsx'
import type { Block, Gap } from './api.ts'
import { KIND_NAMES, newBlock } from './blocks/kinds.ts'
import styles from './Decoration.module.css'

const MOST = 40

/** What of a block tells it from others of its kind. */
function wordsOf({ settings }: Block): string {
  const said = settings as { title?: string; text?: string; alt?: string; invitation?: string }
  return said.title || said.text || said.alt || said.invitation || ''
}

/** The blocks of a page in order: added, dragged, copied and taken out. */
export function BlockList(props: {
  blocks: Block[]
  gaps: readonly Gap[]
  chosen: string | undefined
  mayWrite: boolean
  onChoose: (id: string) => void
  onChange: (blocks: Block[]) => void
}) {
  const { blocks, chosen } = props
  const t = useTexts()
  /** Behind the chosen one, at the end where none is. */
  const put = (block: Block) => {
    const at = blocks.findIndex(({ id }) => id === chosen)
    const place = at < 0 ? blocks.length : at + 1
    props.onChange([...blocks.slice(0, place), block, ...blocks.slice(place)])
    props.onChoose(block.id)
  }
  const lacks = new Set(props.gaps.map(({ block }) => block))
  const row = (block: Block) => (
    <div className={styles.row}>
      <button
        type="button"
        aria-pressed={block.id === chosen}
        onClick={() => props.onChoose(block.id)}
      >
        <strong>{t(`decoration.kind_${block.kind}`)}</strong>
        <small>{wordsOf(block)}</small>
      </button>
      {lacks.has(block.id) && <Chip tone="warning">{t('decoration.unfinished')}</Chip>}
      {props.mayWrite && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              {
                key: 'copy',
                label: t('action.duplicate'),
                disabled: blocks.length >= MOST,
                onClick: () => put({ ...block, id: newBlock(block.kind).id }),
              },
              {
                key: 'remove',
                danger: true,
                label: t('decoration.take_out'),
                onClick: () => props.onChange(blocks.filter(({ id }) => id !== block.id)),
              },
            ],
          }}
        >
          <Button
            type="text"
            size="small"
            aria-label={t('decoration.block_actions', { name: t(`decoration.kind_${block.kind}`) })}
          >
            ⋯
          </Button>
        </Dropdown>
      )}
    </div>
  )
  return (
    <>
      {props.mayWrite && (
        <fieldset className={styles.kinds}>
          <legend>{t('decoration.add_block')}</legend>
          {KIND_NAMES.map((kind) => (
            <Button
              key={kind}
              size="small"
              disabled={blocks.length >= MOST}
              onClick={() => put(newBlock(kind))}
            >
              {t(`decoration.kind_${kind}`)}
            </Button>
          ))}
        </fieldset>
      )}
      {blocks.length === 0 ? (
        <p className={styles.quiet}>{t('decoration.no_blocks')}</p>
      ) : props.mayWrite ? (
        <Reorder
          label={t('decoration.blocks')}
          items={blocks}
          keyOf={({ id }) => id}
          nameOf={(block) => t(`decoration.kind_${block.kind}`)}
          onMove={props.onChange}
        >
          {row}
        </Reorder>
      ) : (
        <ol className={styles.plain}>
          {blocks.map((block) => (
            <li key={block.id}>{row(block)}</li>
          ))}
        </ol>
      )}
    </>
  )
}
