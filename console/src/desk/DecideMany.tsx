import { useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { useBatch } from '../ui/batchRun.tsx'
import { type Approval, decideApprovals } from './api.ts'
import { useApprovalTitle } from './words.ts'

/** The chosen requests, decided with one word for all of them. */
export function DecideMany(props: { selection: Selection; rows: readonly Approval[] | undefined }) {
  const { selection } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const [asked, setAsked] = useState<'approve' | 'reject'>()
  const [comment, setComment] = useState('')
  const [isRunning, setRunning] = useState(false)
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (approval) => approval.id,
    nameOf: useApprovalTitle(),
    changed: async () => {
      for (const queryKey of [['approvals'], ['notices'], ['exports']])
        await queryClient.invalidateQueries({ queryKey })
    },
  })
  const decide = async (decision: 'approve' | 'reject') => {
    setRunning(true)
    const isDone = await run((ids) => decideApprovals({ ids, decision, comment }))
    setRunning(false)
    if (isDone) setAsked(undefined)
  }
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setAsked('approve')}>
          {t('approvals.approve')}
        </Button>
        <Button danger onClick={() => setAsked('reject')}>
          {t('approvals.reject')}
        </Button>
      </BatchBar>
      <Modal
        open={asked !== undefined}
        title={t(asked === 'reject' ? 'approvals.reject_chosen' : 'approvals.approve_chosen', {
          count: selection.keys.length,
        })}
        okText={t(asked === 'reject' ? 'approvals.reject' : 'approvals.approve')}
        okButtonProps={{ danger: asked === 'reject' }}
        cancelText={t('action.cancel')}
        confirmLoading={isRunning}
        onCancel={() => setAsked(undefined)}
        onOk={() => asked && void decide(asked)}
        afterClose={() => setComment('')}
      >
        <Input.TextArea
          aria-label={t('approvals.comment')}
          placeholder={t('approvals.comment')}
          rows={3}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </Modal>
    </>
  )
}
