import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, Select, Switch } from 'antd'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import {
  PROPERTY_TYPES,
  saveProperty,
  TRACKING,
  type TrackedDetail,
  type TrackedProperty,
} from './api.ts'

interface Fields {
  name: string
  label: string
  label_en: string
  description: string
  type: TrackedProperty['planned_type']
  unit: string
  is_expected: boolean
}

/** What a property is, in people's words. Without a property: a new one is planned. */
export function PropertyForm(props: {
  open: boolean
  event: TrackedDetail
  property: TrackedProperty | undefined
  onClose: () => void
}) {
  const { property } = props
  const t = useTexts()
  const known = useKnownText()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const saving = useMutation({
    mutationFn: ({ name, ...plan }: Fields) =>
      saveProperty(props.event.name, property?.name ?? name.trim(), {
        ...plan,
        type: plan.type ?? null,
        version: property?.version ?? 0,
      }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      props.onClose()
    },
  })
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={
        property
          ? t('tracking.edit_property', { name: property.name })
          : t('tracking.plan_property')
      }
      size={480}
      destroyOnHidden
      afterOpenChange={(isOpen) => !isOpen && saving.reset()}
      extra={
        <Button type="primary" loading={saving.isPending} onClick={form.submit}>
          {t('tracking.save')}
        </Button>
      }
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          name: '',
          label: property?.label ?? '',
          label_en: property?.label_en ?? '',
          description: property?.description ?? '',
          type: property?.planned_type ?? property?.type ?? null,
          unit: property?.unit ?? '',
          is_expected: property?.is_expected ?? false,
        }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        {!property && (
          <Form.Item
            name="name"
            label={t('property.name')}
            rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
          >
            <Input autoFocus maxLength={255} />
          </Form.Item>
        )}
        <Form.Item name="label" label={t('tracking.field_label')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="label_en" label={t('tracking.field_label_en')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="description" label={t('tracking.field_description')}>
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <Form.Item
          name="type"
          label={t('tracking.field_type')}
          extra={t('tracking.field_type_hint')}
        >
          <Select
            allowClear
            placeholder={t('tracking.any_type')}
            options={PROPERTY_TYPES.map((value) => ({
              value,
              label: known(`property_type.${value}`) ?? value,
            }))}
          />
        </Form.Item>
        <Form.Item name="unit" label={t('tracking.field_unit')}>
          <Input maxLength={50} placeholder={t('tracking.field_unit_hint')} />
        </Form.Item>
        <Form.Item
          name="is_expected"
          label={t('tracking.field_is_expected')}
          extra={t('tracking.field_is_expected_hint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
