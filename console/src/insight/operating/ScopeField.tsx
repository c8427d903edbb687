import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useBuilding } from '../../audiences/building.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { poolsQuery } from '../../pools/api.ts'
import { Field } from '../QuestionFields.tsx'
import { SCOPES, type ScopeDraft } from './goalDraft.ts'

/** Of whom a goal is: the brand, or one store, channel or live pool. */
export function ScopeField(props: { scope: ScopeDraft; onChange: (scope: ScopeDraft) => void }) {
  const t = useTexts()
  const { choices } = useBuilding()
  const { scope, scope_value } = props.scope
  const pools = useQuery({ ...poolsQuery('live'), enabled: scope === 'pool' })
  const options =
    scope === 'pool'
      ? (pools.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
      : (scope === 'store' ? choices.stores : choices.channels).map(({ value, label }) => ({
          value,
          label,
        }))
  return (
    <Field label={t('operating_goal.scope')}>
      <Choose
        label={t('operating_goal.scope')}
        value={scope}
        options={SCOPES.map((value) => ({ value, label: t(`operating_goal.scope_${value}`) }))}
        onChange={(next) => props.onChange({ scope: next, scope_value: '' })}
      />
      {scope !== 'brand' && (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t(`operating_goal.scope_${scope}`)}
          placeholder={t('operating_goal.choose', { what: t(`operating_goal.scope_${scope}`) })}
          value={scope_value || undefined}
          options={options}
          onChange={(value: string) => props.onChange({ scope, scope_value: value })}
        />
      )}
    </Field>
  )
}
