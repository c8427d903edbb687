import { useQueryClient } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { BatchAction } from '../ui/BatchAction.tsx'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'

/** Switches the chosen ones on or off, or removes them. */
export function Switches(props: {
  selection: Selection
  change: (action: 'on' | 'off') => Promise<{ changed: number }>
  /** Absent where nothing can be removed. */
  remove?: () => Promise<{ changed: number }>
  removeWords?: string
  queryKey: string
}) {
  const { selection, change, remove } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const count = selection.keys.length
  const onDone = async () => {
    selection.clear()
    await queryClient.invalidateQueries({ queryKey: [props.queryKey] })
  }
  return (
    <BatchBar selection={selection}>
      <BatchAction
        label={t('integration.switch_on')}
        run={async () => t('integration.switched_on', { count: (await change('on')).changed })}
        onDone={onDone}
      />
      <BatchAction
        label={t('integration.switch_off')}
        run={async () => t('integration.switched_off', { count: (await change('off')).changed })}
        onDone={onDone}
      />
      {remove && (
        <BatchAction
          danger
          label={t('webhook.remove')}
          title={t('integration.remove_chosen', { count })}
          words={<p>{props.removeWords}</p>}
          run={async () => t('integration.removed_count', { count: (await remove()).changed })}
          onDone={onDone}
        />
      )}
    </BatchBar>
  )
}
