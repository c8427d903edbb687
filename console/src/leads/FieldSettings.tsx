import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { definitionsQuery } from '../profile/api.ts'
import type { Field } from './api.ts'
import { PHONE } from './draft.ts'
import styles from './Leads.module.css'

/** What is asked for one attribute, why, and what can be answered. */
export function FieldSettings(props: {
  field: Field
  gaps: readonly string[]
  mayWrite: boolean
  onChange: (field: Field) => void
}) {
  const { field, gaps } = props
  const t = useTexts()
  const definitions = useQuery(definitionsQuery)
  const definition = definitions.data?.items.find(({ name }) => name === field.attribute)
  const change = (part: Partial<Field>) => props.onChange({ ...field, ...part })
  const isPhone = field.attribute === PHONE
  const lacks = (what: string) =>
    gaps.includes(what)
      ? { validateStatus: 'warning' as const, help: t('lead_forms.fill_in') }
      : undefined
  return (
    <Form layout="vertical" disabled={!props.mayWrite}>
      <p className={styles.quiet}>
        {isPhone
          ? t('lead_forms.phone_words')
          : t('lead_forms.written_to', { name: definition?.label ?? field.attribute })}
      </p>
      <Form.Item label={t('lead_forms.label')} htmlFor="lead-label" {...lacks('label')}>
        <Input
          id="lead-label"
          maxLength={60}
          value={field.label}
          onChange={(event) => change({ label: event.target.value })}
        />
      </Form.Item>
      <Form.Item
        label={t('lead_forms.reason')}
        htmlFor="lead-reason"
        extra={t('lead_forms.reason_hint')}
        {...lacks('reason')}
      >
        <Input
          id="lead-reason"
          maxLength={200}
          value={field.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </Form.Item>
      {!isPhone && (
        <Form.Item label={t('lead_forms.required')} htmlFor="lead-required">
          <Switch
            id="lead-required"
            checked={field.required}
            onChange={(required) => change({ required })}
          />
        </Form.Item>
      )}
      {definition?.type === 'choice' && (
        <Form.Item
          label={t('lead_forms.options')}
          htmlFor="lead-options"
          extra={t('lead_forms.choices_hint')}
        >
          <Select
            id="lead-options"
            mode="multiple"
            value={field.options}
            onChange={(options) => change({ options })}
            options={definition.choices.map((value) => ({ value, label: value }))}
          />
        </Form.Item>
      )}
      {!isPhone && (definition?.type === 'list' || definition?.type === 'text') && (
        <Form.Item
          label={t('lead_forms.options')}
          htmlFor="lead-options"
          extra={t(`lead_forms.options_hint_${definition.type}`)}
          {...lacks('options')}
        >
          <Select
            id="lead-options"
            mode="tags"
            open={false}
            suffixIcon={null}
            value={field.options}
            onChange={(options) => change({ options })}
          />
        </Form.Item>
      )}
    </Form>
  )
}
