import { useQueryClient } from '@tanstack/react-query'
import { AutoComplete, Button, Form } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { changeDefinitions, type Definition, definitionsQuery } from './api.ts'
import { SourceOrder } from './SourceOrder.tsx'

type Set = Parameters<typeof changeDefinitions>[0]['set']

/** The same word on the chosen attributes. */
export function DefinitionBatch(props: {
  selection: Selection
  definitions: readonly Definition[] | undefined
  labelOf: (definition: Definition) => string
}) {
  const { selection, definitions } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<'group' | 'priority'>()
  const run = useBatch({
    selection,
    rows: definitions,
    keyOf: (definition) => definition.name,
    nameOf: props.labelOf,
    changed: async () => {
      await queryClient.invalidateQueries({ queryKey: definitionsQuery.queryKey })
      await queryClient.invalidateQueries({ queryKey: ['customer'] })
    },
  })
  const count = selection.keys.length
  const set = (what: Set) => run((names) => changeDefinitions({ names, set: what }))
  const close = () => setDialog(undefined)
  const groups = [...new Set((definitions ?? []).map((d) => d.group).filter((g) => g !== ''))]
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setDialog('group')}>
          {t('attributes_page.batch_group')}
        </Button>
        <Button onClick={() => setDialog('priority')}>{t('attributes_page.priority')}</Button>
        <BatchAction label={t('attributes_page.batch_mask')} onRun={() => set({ masked: true })} />
        <BatchAction
          label={t('attributes_page.batch_unmask')}
          onRun={() => set({ masked: false })}
        />
        <BatchAction label={t('tags_page.archive')} onRun={() => set({ archived: true })} />
        <BatchAction label={t('tags_page.unarchive')} onRun={() => set({ archived: false })} />
      </BatchBar>
      {dialog === 'group' && (
        <BatchDialog<{ group?: string }>
          title={t('attributes_page.batch_group_title', { count })}
          okText={t('action.save')}
          onRun={({ group }) => set({ group: group?.trim() ?? '' })}
          onClose={close}
        >
          <Form.Item name="group" label={t('attributes_page.group')}>
            <AutoComplete
              options={groups.map((value) => ({ value }))}
              placeholder={t('attributes_page.group_example')}
            />
          </Form.Item>
        </BatchDialog>
      )}
      {dialog === 'priority' && (
        <BatchDialog<{ source_priority: string[] }>
          title={t('attributes_page.batch_priority_title', { count })}
          words={t('attributes_page.priority_words')}
          okText={t('action.save')}
          initial={{ source_priority: ['operator'] }}
          onRun={({ source_priority }) => set({ source_priority })}
          onClose={close}
        >
          <Form.Item name="source_priority">
            <SourceOrder />
          </Form.Item>
        </BatchDialog>
      )}
    </>
  )
}
