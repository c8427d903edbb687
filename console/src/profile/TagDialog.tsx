import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, InputNumber, Modal, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { changeTagsOf, tagGroupsQuery, tagsQuery } from './api.ts'

interface Fields {
  tags: string[]
  reason: string
  days: number | null
}
const DAY = 86_400_000

/** Tags to choose from, under the names of their groups. */
export function useTagOptions() {
  const t = useTexts()
  const tags = useQuery(tagsQuery)
  const groups = useQuery(tagGroupsQuery)
  const nameOf = new Map(groups.data?.items.map((g) => [g.id, g.name]))
  // Groups come in the brand's order; tags of none stand last.
  const places = new Map(groups.data?.items.map((g, place) => [g.name, place]))
  const placeOf = (group: string) => places.get(group) ?? places.size
  const usable = (tags.data?.items ?? []).filter((tag) => !tag.archived)
  return [...Map.groupBy(usable, (tag) => nameOf.get(tag.group_id ?? '') ?? '')]
    .sort(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([group, list]) => ({
      label: group || t('tags.no_group'),
      title: group,
      options: list.map((tag) => ({ value: tag.name, label: tag.name })),
    }))
}

/** Puts tags on a customer, with the reason and for as long as wanted. */
export function TagDialog(props: { customerId: number; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const options = useTagOptions()
  const adding = useMutation({
    mutationFn: (fields: Fields) =>
      changeTagsOf(props.customerId, {
        add: fields.tags,
        remove: [],
        reason: fields.reason ?? '',
        expires_at: fields.days ? new Date(Date.now() + fields.days * DAY).toISOString() : null,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['customer', props.customerId] })
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={t('tags.add')}
      okText={t('tags.add_ok')}
      cancelText={t('action.cancel')}
      confirmLoading={adding.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      {adding.error && <ErrorNote error={adding.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(fields) => adding.mutate(fields)}
      >
        <Form.Item
          name="tags"
          label={t('tags.title')}
          rules={[{ required: true, message: t('tags.choose') }]}
        >
          <Select
            mode="multiple"
            autoFocus
            showSearch
            options={options}
            placeholder={t('tags.choose')}
          />
        </Form.Item>
        <ReasonField label={t('tags.reason')} example={t('tags.reason_example')} />
        <Form.Item name="days" label={t('tags.days')} extra={t('tags.days_words')}>
          <InputNumber min={1} max={3650} suffix={t('tags.days_unit')} style={{ width: 160 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
