import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { changeTags, mergeTags, type Tag, tagGroupsQuery } from './api.ts'

/** The chosen tags to a group, into one tag, away and back. */
export function TagBatch(props: { selection: Selection; tags: readonly Tag[] | undefined }) {
  const { selection, tags } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const groups = useQuery(tagGroupsQuery)
  const [dialog, setDialog] = useState<'group' | 'merge'>()
  const run = useBatch({
    selection,
    rows: tags,
    keyOf: (tag) => tag.id,
    nameOf: (tag) => tag.name,
    changed: async () => {
      await queryClient.invalidateQueries({ queryKey: ['tags'] })
      await queryClient.invalidateQueries({ queryKey: ['tag-rules'] })
    },
  })
  const count = selection.keys.length
  const close = () => setDialog(undefined)
  const archive = (archived: boolean) => run((ids) => changeTags({ ids, set: { archived } }))
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setDialog('group')}>
          {t('tags_page.batch_group')}
        </Button>
        <Button onClick={() => setDialog('merge')}>{t('tags_page.merge')}</Button>
        <BatchAction label={t('tags_page.archive')} onRun={() => archive(true)} />
        <BatchAction label={t('tags_page.unarchive')} onRun={() => archive(false)} />
      </BatchBar>
      {dialog === 'group' && (
        <BatchDialog<{ group_id?: string | null }>
          title={t('tags_page.batch_group_title', { count })}
          okText={t('action.save')}
          onRun={({ group_id }) =>
            run((ids) => changeTags({ ids, set: { group_id: group_id ?? null } }))
          }
          onClose={close}
        >
          <Form.Item name="group_id" label={t('tags_page.group')}>
            <Select
              allowClear
              placeholder={t('tags.no_group')}
              options={(groups.data?.items ?? [])
                .filter((group) => !group.archived)
                .map((group) => ({ value: group.id, label: group.name }))}
            />
          </Form.Item>
        </BatchDialog>
      )}
      {dialog === 'merge' && (
        <BatchDialog<{ into: string }>
          title={t('tags_page.batch_merge_title', { count })}
          words={t('tags_page.batch_merge_words')}
          okText={t('tags_page.merge')}
          danger
          onRun={({ into }) =>
            run(async (ids) => {
              const going = ids.filter((id) => id !== into)
              if (going.length > 0) await mergeTags(going, into)
              return { changed: going.length, refused: [] }
            })
          }
          onClose={close}
        >
          <Form.Item
            name="into"
            label={t('tags_page.merge_into')}
            rules={[{ required: true, message: t('tags.choose') }]}
          >
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('tags.choose')}
              options={(tags ?? [])
                .filter((tag) => !tag.archived)
                .map((tag) => ({ value: tag.id, label: tag.name }))}
            />
          </Form.Item>
        </BatchDialog>
      )}
    </>
  )
}
