import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { useNamespaceName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { SureButton } from '../ui/SureButton.tsx'
import { conflictKindsQuery, decideConflicts } from './api.ts'
import { useIdentityChanged } from './changes.ts'

/** Which kind of conflict is shown; a whole kind can be decided at once. */
export function ConflictKinds(props: { kind: string | undefined; namespace: string | undefined }) {
  const t = useTexts()
  const navigate = useNavigate()
  const namespaceName = useNamespaceName()
  const changed = useIdentityChanged()
  const kinds = useQuery(conflictKindsQuery)
  const items = kinds.data?.items ?? []
  const here = items.find((one) => one.kind === props.kind && one.namespace === props.namespace)
  const words = (one: (typeof items)[number]) =>
    t(`conflict_kind.${one.kind}`, { namespace: namespaceName(one.namespace) })
  if (items.length === 0) return null
  const decide = (action: 'keep_apart' | 'dismiss') => async () => {
    if (!here || !kinds.data) return undefined
    const done = await decideConflicts({
      action,
      kind: here.kind,
      namespace: here.namespace,
      before: kinds.data.as_of,
    })
    return t('conflicts.decided_count', { count: done.changed })
  }
  const onDone = async () => {
    await navigate({ to: '/identity/conflicts', search: {} })
    await changed()
  }
  return (
    <>
      <Select
        style={{ minWidth: 260 }}
        aria-label={t('conflicts.kind')}
        popupMatchSelectWidth={false}
        value={here ? `${here.kind} ${here.namespace}` : ''}
        onChange={(next) => {
          const one = items.find((item) => `${item.kind} ${item.namespace}` === next)
          void navigate({
            to: '/identity/conflicts',
            search: one ? { kind: one.kind, namespace: one.namespace } : {},
          })
        }}
        options={[
          { value: '', label: t('conflicts.every_kind') },
          ...items.map((one) => ({
            value: `${one.kind} ${one.namespace}`,
            label: `${words(one)} · ${one.open}`,
          })),
        ]}
      />
      {here && here.open > 1 && (
        <>
          <SureButton
            label={t('conflicts.keep_all_apart', { count: here.open })}
            words={
              <>
                <p>{words(here)}</p>
                <p>{t('conflicts.words_keep_apart')}</p>
              </>
            }
            run={decide('keep_apart')}
            onDone={onDone}
          />
          <SureButton
            label={t('conflicts.dismiss_all', { count: here.open })}
            words={
              <>
                <p>{words(here)}</p>
                <p>{t('conflicts.words_dismiss')}</p>
              </>
            }
            run={decide('dismiss')}
            onDone={onDone}
          />
        </>
      )}
    </>
  )
}
