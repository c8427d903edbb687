import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { toApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import styles from './Attributes.module.css'
import { type Attribute, attributesQuery, editAttribute } from './api.ts'
import { useValueLabel } from './words.ts'

interface Meanwhile {
  value: unknown
  hidden: boolean
  version: string
}

/** What a colleague wrote while this box was open: the writer sees it and decides. */
function meanwhileOf(error: unknown): Meanwhile | undefined {
  const { code, details } = toApiError(error)
  return code === 'edited_meanwhile' ? (details as Meanwhile) : undefined
}

/** A box of the attribute's own kind, in place of its value. */
export function AttributeEditor(props: {
  customerId: number
  attribute: Attribute
  label: string
  present: unknown
  onDone: (wasEdited: boolean) => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { attribute, customerId } = props
  const [value, setValue] = useState<unknown>(attribute.shortened ? null : props.present)
  const [version, setVersion] = useState(attribute.version)
  const saving = useMutation({
    mutationFn: (given: { value: unknown }) =>
      editAttribute(customerId, attribute.name, { value: given.value, version }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: attributesQuery(customerId).queryKey })
      await queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
      props.onDone(true)
    },
  })
  const meanwhile = saving.error ? meanwhileOf(saving.error) : undefined
  const isEmpty = value === null || value === undefined || value === ''
  const save = () => saving.mutate({ value: isEmpty ? null : value })
  return (
    <div className={styles.editor}>
      <Box
        attribute={attribute}
        label={props.label}
        value={value}
        onChange={setValue}
        onEnter={save}
        onEscape={() => props.onDone(false)}
      />
      {meanwhile ? (
        <Alert
          type="warning"
          showIcon
          title={t('attributes.meanwhile')}
          description={
            <div className={styles.meanwhile}>
              {meanwhile.hidden ? (
                t('attributes.meanwhile_hidden')
              ) : (
                <JsonValue value={meanwhile.value} />
              )}
              <span>
                <Button
                  size="small"
                  onClick={() => {
                    setVersion(meanwhile.version)
                    saving.reset()
                  }}
                >
                  {t('attributes.keep_mine')}
                </Button>
                <Button
                  size="small"
                  type="text"
                  onClick={() => {
                    void queryClient.invalidateQueries({
                      queryKey: attributesQuery(customerId).queryKey,
                    })
                    props.onDone(true)
                  }}
                >
                  {t('attributes.take_theirs')}
                </Button>
              </span>
            </div>
          }
        />
      ) : (
        saving.error && <ErrorNote error={saving.error} />
      )}
      <span className={styles.editorActions}>
        <Button size="small" type="primary" loading={saving.isPending} onClick={save}>
          {t('action.save')}
        </Button>
        <Button size="small" onClick={() => props.onDone(false)}>
          {t('action.cancel')}
        </Button>
      </span>
    </div>
  )
}

function Box(props: {
  attribute: Attribute
  label: string
  value: unknown
  onChange: (value: unknown) => void
  onEnter: () => void
  onEscape: () => void
}) {
  const t = useTexts()
  const valueLabel = useValueLabel()
  const { attribute, value, onChange } = props
  const common = {
    autoFocus: true,
    size: 'small' as const,
    'aria-label': props.label,
    style: { width: '100%' },
    onKeyDown: (event: { key: string }) => {
      if (event.key === 'Escape') props.onEscape()
    },
  }
  switch (attribute.type) {
    case 'number':
      return (
        <InputNumber
          {...common}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          onPressEnter={props.onEnter}
        />
      )
    case 'boolean':
      return (
        <Select
          {...common}
          allowClear
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(text: string | undefined) => onChange(text ? text === 'true' : null)}
          options={[
            { value: 'true', label: t('value.yes') },
            { value: 'false', label: t('value.no') },
          ]}
        />
      )
    case 'choice':
      return (
        <Select
          {...common}
          allowClear
          showSearch
          value={typeof value === 'string' ? value : null}
          onChange={(text: string | undefined) => onChange(text ?? null)}
          options={attribute.choices.map((choice) => ({
            value: choice,
            label: valueLabel(attribute.value_labels, choice),
          }))}
        />
      )
    case 'list':
      return (
        <Select
          {...common}
          mode="tags"
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(list: string[]) => onChange(list.length === 0 ? null : list)}
        />
      )
    default:
      return (
        <Input
          {...common}
          type={attribute.type === 'date' ? 'date' : 'text'}
          placeholder={attribute.shortened ? t('attributes.type_anew') : undefined}
          maxLength={2000}
          value={value === null || value === undefined ? '' : String(value)}
          onChange={(event) => onChange(event.target.value)}
          onPressEnter={props.onEnter}
        />
      )
  }
}
