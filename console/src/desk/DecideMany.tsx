import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { decideApprovals } from './api.ts'
import { useBatchWords } from './batch.ts'

/** The chosen requests, decided with one word for all of them. */
export function DecideMany(props: { selection: Selection }) {
  const { selection } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const say = useBatchWords()
  const [asked, setAsked] = useState<'approve' | 'reject'>()
  const [comment, setComment] = useState('')
  const decide = useMutation({
    mutationFn: decideApprovals,
    onSuccess: async (outcome) => {
      setAsked(undefined)
      selection.clear()
      say(outcome)
      for (const queryKey of [['approvals'], ['notices'], ['exports']])
        await queryClient.invalidateQueries({ queryKey })
    },
  })
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
        confirmLoading={decide.isPending}
        onCancel={() => setAsked(undefined)}
        onOk={() => asked && decide.mutate({ ids: selection.keys, decision: asked, comment })}
        afterClose={() => {
          setComment('')
          decide.reset()
        }}
      >
        {decide.error && <ErrorNote error={decide.error} />}
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
