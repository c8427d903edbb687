import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { definitionsQuery } from '../profile/api.ts'
import { Chip } from '../ui/Chip.tsx'
import { Reorder } from '../ui/Reorder.tsx'
import type { Field } from './api.ts'
import { askable, PHONE } from './draft.ts'
import styles from './Leads.module.css'

const MOST = 20

/** What is asked, in order: added, dragged or moved by keys, and taken out. */
export function FieldsEditor(props: {
  fields: Field[]
  gaps: ReadonlyMap<string, string[]>
  chosen: string | undefined
  mayWrite: boolean
  onChoose: (attribute: string) => void
  onChange: (fields: Field[]) => void
}) {
  const { fields, chosen, mayWrite } = props
  const t = useTexts()
  const definitions = useQuery(definitionsQuery)
  const all = definitions.data?.items ?? []
  const nameOf = ({ label, attribute }: Field) =>
    label || all.find(({ name }) => name === attribute)?.label || attribute
  const add = (attribute: string) => {
    const label = all.find(({ name }) => name === attribute)?.label ?? attribute
    props.onChange([
      ...fields,
      { attribute, label, reason: '', required: attribute === PHONE, options: [] },
    ])
    props.onChoose(attribute)
  }
  const row = (field: Field) => (
    <div className={styles.row}>
      <button
        type="button"
        aria-pressed={field.attribute === chosen}
        onClick={() => props.onChoose(field.attribute)}
      >
        <strong>{nameOf(field)}</strong>
        <small>{field.required ? t('lead_forms.required') : t('lead_forms.optional')}</small>
      </button>
      {props.gaps.has(field.attribute) && <Chip tone="warning">{t('lead_forms.unfinished')}</Chip>}
      {mayWrite && field.attribute !== PHONE && (
        <Button
          type="text"
          size="small"
          aria-label={t('lead_forms.take_out_field', { name: nameOf(field) })}
          onClick={() => props.onChange(fields.filter((one) => one !== field))}
        >
          {t('lead_forms.take_out')}
        </Button>
      )}
    </div>
  )
  if (!mayWrite)
    return (
      <ol className={styles.plain}>
        {fields.map((field) => (
          <li key={field.attribute}>{row(field)}</li>
        ))}
      </ol>
    )
  return (
    <>
      <Reorder
        label={t('lead_forms.fields')}
        items={fields}
        keyOf={({ attribute }) => attribute}
        nameOf={nameOf}
        onMove={props.onChange}
      >
        {row}
      </Reorder>
      <Select
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        disabled={fields.length >= MOST}
        loading={definitions.isLoading}
        aria-label={t('lead_forms.add_field')}
        placeholder={t('lead_forms.add_field')}
        options={askable(all, fields).map(({ name, label }) => ({ value: name, label }))}
        onChange={(name: string | null) => name && add(name)}
      />
    </>
  )
}
