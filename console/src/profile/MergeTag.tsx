import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Modal, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { mergeTag, type Tag, tagCountsQuery, tagsQuery } from './api.ts'

/** Two tags that mean one thing become one; it says first what happens to how many. */
export function MergeTag(props: { tag: Tag; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const tags = useQuery(tagsQuery)
  const counts = useQuery(tagCountsQuery)
  const [form] = Form.useForm<{ into: string }>()
  const count = counts.data?.items.find((c) => c.tag === props.tag.name)?.customers
  const merging = useMutation({
    mutationFn: (into: string) => mergeTag(props.tag.id, into),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['tags'] })
      await queryClient.invalidateQueries({ queryKey: ['tag-rules'] })
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={t('tags_page.merge_title', { name: props.tag.name })}
      okText={t('tags_page.merge')}
      okButtonProps={{ danger: true }}
      cancelText={t('action.cancel')}
      confirmLoading={merging.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      {merging.error && <ErrorNote error={merging.error} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(v) => merging.mutate(v.into)}
      >
        <Form.Item
          name="into"
          label={t('tags_page.merge_into')}
          rules={[{ required: true, message: t('tags.choose') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            autoFocus
            placeholder={t('tags.choose')}
            options={(tags.data?.items ?? [])
              .filter((tag) => tag.id !== props.tag.id && !tag.archived)
              .map((tag) => ({ value: tag.id, label: tag.name }))}
          />
        </Form.Item>
      </Form>
      <Alert
        type="warning"
        showIcon
        title={t('tags_page.merge_words', { name: props.tag.name, count: count ?? 0 })}
      />
    </Modal>
  )
}
