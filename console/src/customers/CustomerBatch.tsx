import { ExportOutlined, TagsOutlined, UserSwitchOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { useMay } from '../session/session.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { ChooseAll } from '../ui/ChooseAll.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import {
  assignMany,
  type CustomerFilter,
  changeTagsOfMany,
  customerCountQuery,
  tagNamesQuery,
} from './api.ts'
import { ExportCustomers } from './ExportCustomers.tsx'

/** One request takes at most so many. */
const ASSIGNED_AT_ONCE = 1_000

type Doing = 'add' | 'remove' | 'assign' | 'export'

/** What can be done to the chosen customers, or to all that the filter finds. */
export function CustomerBatch(props: { selection: Selection; filter: CustomerFilter }) {
  const { selection } = props
  const t = useTexts()
  const [isAll, setAll] = useState(false)
  const [doing, setDoing] = useState<Doing>()
  const mayWrite = useMay('customers:write')
  const mayExport = useMay('customers:export')
  const count = useQuery({
    ...customerCountQuery(props.filter),
    enabled: selection.keys.length > 0,
  })
  const filter: CustomerFilter = isAll ? props.filter : { ids: selection.keys.map(Number) }
  const size = isAll ? (count.data?.count ?? 0) : selection.keys.length
  const close = (isDone: boolean) => {
    setDoing(undefined)
    if (isDone) selection.clear()
    if (isDone) setAll(false)
  }

  return (
    <>
      <BatchBar
        selection={selection}
        more={
          <ChooseAll
            chosen={selection.keys.length}
            total={count.data?.count}
            isAll={isAll}
            onChange={setAll}
          />
        }
      >
        {mayWrite && (
          <>
            <Button icon={<TagsOutlined />} onClick={() => setDoing('add')}>
              {t('customers.batch_add')}
            </Button>
            <Button onClick={() => setDoing('remove')}>{t('customers.batch_remove')}</Button>
            <Button
              icon={<UserSwitchOutlined />}
              disabled={isAll || size > ASSIGNED_AT_ONCE}
              title={isAll ? t('customers.assign_chosen_only') : undefined}
              onClick={() => setDoing('assign')}
            >
              {t('customers.batch_assign')}
            </Button>
          </>
        )}
        {mayExport && (
          <Button icon={<ExportOutlined />} onClick={() => setDoing('export')}>
            {t('customers.export')}
          </Button>
        )}
      </BatchBar>
      {(doing === 'add' || doing === 'remove') && (
        <TagDialog doing={doing} filter={filter} size={size} onClose={close} />
      )}
      {doing === 'assign' && (
        <AssignDialog ids={selection.keys.map(Number)} size={size} onClose={close} />
      )}
      {doing === 'export' && <ExportCustomers filter={filter} onClose={() => close(false)} />}
    </>
  )
}

function TagDialog(props: {
  doing: 'add' | 'remove'
  filter: CustomerFilter
  size: number
  onClose: (isDone: boolean) => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const client = useQueryClient()
  const names = useQuery(tagNamesQuery)
  const [tags, setTags] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const isAdding = props.doing === 'add'
  const change = useMutation({
    mutationFn: () =>
      changeTagsOfMany({
        filter: props.filter,
        add: isAdding ? tags : [],
        remove: isAdding ? [] : tags,
        reason,
        expires_at: null,
      }),
    onSuccess: async (done) => {
      await client.invalidateQueries({ queryKey: ['customers'] })
      void message.success(t('customers.tags_done', { count: done.customers }))
      props.onClose(true)
    },
  })
  return (
    <Modal
      open
      title={t(isAdding ? 'customers.batch_add' : 'customers.batch_remove')}
      okText={t(isAdding ? 'customers.add_to' : 'customers.remove_from', { count: props.size })}
      okButtonProps={{ disabled: tags.length === 0, loading: change.isPending }}
      onOk={() => change.mutate()}
      onCancel={() => props.onClose(false)}
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('customers.by_tags')} htmlFor="batch-tags">
          <Select<string[]>
            id="batch-tags"
            mode="multiple"
            autoFocus
            placeholder={t('customers.choose_tags')}
            value={tags}
            onChange={setTags}
            options={(names.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
          />
        </Form.Item>
        <Form.Item label={t('customers.reason')} htmlFor="batch-reason">
          <Input
            id="batch-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {change.error && <ErrorNote error={change.error} />}
    </Modal>
  )
}

function AssignDialog(props: { ids: number[]; size: number; onClose: (isDone: boolean) => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [code, setCode] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const assign = useMutation({
    mutationFn: () => assignMany({ customer_ids: props.ids, kind: 'guide', code, reason }),
    onSuccess: async (done) => {
      await client.invalidateQueries({ queryKey: ['customers'] })
      void message.success(t('customers.assigned', { count: done.changed }))
      props.onClose(true)
    },
  })
  return (
    <Modal
      open
      title={t('customers.batch_assign')}
      okText={t('customers.assign_to', { count: props.size })}
      okButtonProps={{ disabled: code === null || reason.trim() === '', loading: assign.isPending }}
      onOk={() => assign.mutate()}
      onCancel={() => props.onClose(false)}
    >
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('customers.by_guides')}>
          <StaffPicker placeholder={t('customers.by_guides')} value={code} onChange={setCode} />
        </Form.Item>
        <Form.Item label={t('customers.reason')} htmlFor="assign-reason">
          <Input
            id="assign-reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {assign.error && <ErrorNote error={assign.error} />}
    </Modal>
  )
}
