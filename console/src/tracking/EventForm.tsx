import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Form, Input, Radio, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { type EventPlan, saveEvent, TRACKING, type TrackedDetail } from './api.ts'

interface Fields extends EventPlan {
  name: string
}
const fresh: EventPlan = {
  label: '',
  label_en: '',
  description: '',
  owner: '',
  status: 'planned',
  sources: [],
  platforms: [],
}

/** What an event is, in people's words. Without an event: a new one is planned. */
export function EventForm(props: {
  open: boolean
  event?: TrackedDetail
  /** A new event begins with what people said of this one, but for its names. */
  copied?: TrackedDetail
  onClose: () => void
}) {
  const { event, copied } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [form] = Form.useForm<Fields>()
  const saving = useMutation({
    mutationFn: ({ name, ...plan }: Fields) =>
      saveEvent(event?.name ?? name.trim(), { ...plan, version: event?.version ?? 0 }),
    onSuccess: (saved) => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      props.onClose()
      if (!event) void navigate({ to: '/events/catalogue/$event', params: { event: saved.name } })
    },
  })
  const initial = event?.plan ?? {
    ...fresh,
    ...(event && { status: 'live' as const }),
    ...(copied?.plan && { ...copied.plan, label: '', label_en: '', status: 'planned' as const }),
  }
  const places = (seen: readonly string[]) => seen.map((value) => ({ value, label: value }))
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={
        event
          ? t('tracking.edit_event')
          : copied
            ? t('copy_from.title', { name: copied.label || copied.name })
            : t('tracking.plan_event')
      }
      size={520}
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
        initialValues={{ name: '', ...initial }}
        onFinish={(fields) => saving.mutate(fields)}
      >
        {!event && (
          <Form.Item
            name="name"
            label={t('tracking.field_name')}
            extra={t('tracking.field_name_hint')}
            rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
          >
            <Input autoFocus maxLength={200} />
          </Form.Item>
        )}
        <Form.Item name="label" label={t('tracking.field_label')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="label_en" label={t('tracking.field_label_en')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="description"
          label={t('tracking.field_description')}
          extra={t('tracking.field_description_hint')}
        >
          <Input.TextArea maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} />
        </Form.Item>
        <Form.Item
          name="owner"
          label={t('tracking.column_owner')}
          extra={t('tracking.field_owner_hint')}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="status" label={t('tracking.column_status')}>
          <Radio.Group
            optionType="button"
            options={(['planned', 'live', 'deprecated'] as const).map((value) => ({
              value,
              label: t(`tracking.status_${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="platforms"
          label={t('tracking.field_platforms')}
          extra={t('tracking.field_places_hint')}
        >
          <Select mode="tags" options={places(event?.platforms ?? [])} />
        </Form.Item>
        <Form.Item name="sources" label={t('tracking.field_sources')}>
          <Select mode="tags" options={places(event?.sources ?? [])} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
