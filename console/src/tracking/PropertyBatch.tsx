import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { editProperties, PROPERTY_TYPES, TRACKING, type TrackedDetail } from './api.ts'

interface Fields {
  type?: (typeof PROPERTY_TYPES)[number] | 'any'
  unit?: string
  expected?: 'yes' | 'no'
}

/** Takes the chosen properties into the plan, or says the same of all of them. */
export function PropertyBatch(props: { selection: Selection; event: TrackedDetail }) {
  const { selection, event } = props
  const t = useTexts()
  const known = useKnownText()
  const queryClient = useQueryClient()
  const [isEditing, setEditing] = useState(false)
  const run = useBatch({
    selection,
    rows: event.property_items,
    keyOf: (property) => property.name,
    nameOf: (property) => property.name,
    changed: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
  })
  const edit = ({ type, unit, expected }: Fields) =>
    run((names) =>
      editProperties(event.name, {
        names,
        set: {
          ...(type && { type: type === 'any' ? null : type }),
          ...(unit?.trim() && { unit: unit.trim() }),
          ...(expected && { is_expected: expected === 'yes' }),
        },
      }),
    )
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setEditing(true)}>
          {t('tracking.batch_edit')}
        </Button>
        <BatchAction
          label={t('tracking.add_to_plan')}
          onRun={() => run((names) => editProperties(event.name, { names, set: {} }))}
        />
      </BatchBar>
      {isEditing && (
        <BatchDialog<Fields>
          title={t('tracking.batch_properties_title', { count: selection.keys.length })}
          words={t('tracking.batch_properties_words')}
          okText={t('tracking.save')}
          onRun={edit}
          onClose={() => setEditing(false)}
        >
          <Form.Item name="type" label={t('tracking.field_type')}>
            <Select
              allowClear
              placeholder={t('tracking.unchanged')}
              options={[
                ...PROPERTY_TYPES.map((value) => ({
                  value,
                  label: known(`property_type.${value}`) ?? value,
                })),
                { value: 'any', label: t('tracking.any_type') },
              ]}
            />
          </Form.Item>
          <Form.Item name="unit" label={t('tracking.field_unit')}>
            <Input maxLength={50} placeholder={t('tracking.unchanged')} />
          </Form.Item>
          <Form.Item
            name="expected"
            label={t('tracking.field_is_expected')}
            extra={t('tracking.field_is_expected_hint')}
          >
            <Select
              allowClear
              placeholder={t('tracking.unchanged')}
              options={(['yes', 'no'] as const).map((value) => ({
                value,
                label: t(`value.${value}`),
              }))}
            />
          </Form.Item>
        </BatchDialog>
      )}
    </>
  )
}
