import { StopOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { BatchAction } from '../ui/BatchAction.tsx'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'

/** Revokes all the chosen keys, after naming them. */
export function KeyBatch(props: {
  selection: Selection
  keys: readonly { id: string; name: string; revoked_at: string | null }[]
  revoke: (ids: string[]) => Promise<{ changed: number }>
  queryKey: string
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const chosen = props.keys.filter(
    (key) => props.selection.keys.includes(key.id) && !key.revoked_at,
  )
  return (
    <BatchBar selection={props.selection}>
      <BatchAction
        danger
        icon={<StopOutlined />}
        label={t('key.revoke_chosen', { count: chosen.length })}
        title={t('key.revoke_chosen_title', { count: chosen.length })}
        words={
          <>
            <p>{t('key.revoke_words')}</p>
            <p>{chosen.map((key) => key.name).join(t('list.comma'))}</p>
          </>
        }
        run={async () => {
          const { changed } = await props.revoke(chosen.map((key) => key.id))
          return t('key.revoked_count', { count: changed })
        }}
        onDone={async () => {
          props.selection.clear()
          await queryClient.invalidateQueries({ queryKey: [props.queryKey] })
        }}
      />
    </BatchBar>
  )
}
