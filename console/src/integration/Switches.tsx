import { useQueryClient } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchAction, type BatchDone, useBatch } from '../ui/batchRun.tsx'

/** Switches the chosen ones on or off, or removes them. */
export function Switches<Row extends { name: string }>(props: {
  selection: Selection
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  change: (keys: string[], action: 'on' | 'off') => Promise<BatchDone>
  /** Absent where nothing can be removed. */
  remove?: (keys: string[]) => Promise<BatchDone>
  removeWords?: string
  queryKey: string
}) {
  const { selection, change, remove } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: props.keyOf,
    nameOf: (row) => row.name,
    changed: () => queryClient.invalidateQueries({ queryKey: [props.queryKey] }),
  })
  return (
    <BatchBar selection={selection}>
      <BatchAction
        label={t('integration.switch_on')}
        onRun={() => run((keys) => change(keys, 'on'))}
      />
      <BatchAction
        label={t('integration.switch_off')}
        onRun={() => run((keys) => change(keys, 'off'))}
      />
      {remove && (
        <BatchAction
          danger
          label={t('webhook.remove')}
          ask={{
            title: t('integration.remove_chosen', { count: selection.keys.length }),
            words: props.removeWords,
          }}
          onRun={() => run(remove)}
        />
      )}
    </BatchBar>
  )
}
