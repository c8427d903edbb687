import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { changeTag, createTag, type Tag, tagGroupsQuery } from './api.ts'

interface Fields {
  name: string
  group_id?: string | null
  description: string
}

/** A new tag, or another name and place for one. */
export function TagForm(props: { tag?: Tag; copied?: Tag; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { tag, copied } = props
  const groups = useQuery(tagGroupsQuery)
  return (
    <FormDialog<Fields>
      title={
        tag
          ? t('tags_page.edit', { name: tag.name })
          : copied
            ? t('copy_from.title', { name: copied.name })
            : t('tags_page.create_tags')
      }
      okText={tag ? t('action.save') : t('action.create')}
      initial={
        tag
          ? { name: tag.name, group_id: tag.group_id, description: tag.description }
          : { description: copied?.description ?? '', group_id: copied?.group_id ?? null }
      }
      save={(given: Fields) => {
        const body = {
          name: given.name,
          group_id: given.group_id ?? null,
          description: given.description ?? '',
        }
        return tag ? changeTag(tag.id, { ...body, archived: tag.archived }) : createTag(body)
      }}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['tags'] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('tags_page.tag')}
        extra={tag && t('tags_page.rename_words')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} placeholder={t('tags_page.name_example')} />
      </Form.Item>
      <Form.Item name="group_id" label={t('tags_page.group')}>
        <Select
          allowClear
          placeholder={t('tags.no_group')}
          options={(groups.data?.items ?? [])
            .filter((g) => !g.archived)
            .map((g) => ({ value: g.id, label: g.name }))}
        />
      </Form.Item>
      <Form.Item name="description" label={t('tags_page.description')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
