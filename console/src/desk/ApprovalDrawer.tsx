import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Drawer, Input, Space } from 'antd'
import { useState } from 'react'
import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Money } from '../ui/Figures.tsx'
import { type KeyValue, KeyValues } from '../ui/KeyValues.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { type Approval, approvalQuery, decideApproval, withdrawApproval } from './api.ts'
import { approvalTones } from './tones.ts'
import { useApprovalTitle, useExportKindName } from './words.ts'

/** One request: what it is, who asks, and the decision. */
export function ApprovalDrawer(props: { id: string | undefined; onClose: () => void }) {
  const t = useTexts()
  return (
    <Drawer
      open={props.id !== undefined}
      onClose={props.onClose}
      size={480}
      title={t('approvals.one')}
      destroyOnHidden
    >
      {props.id && <Shown id={props.id} />}
    </Drawer>
  )
}

function Shown(props: { id: string }) {
  const found = useQuery(approvalQuery(props.id))
  if (found.error && !found.data)
    return <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <SkeletonLines lines={6} />
  return <Decision approval={found.data} />
}

function Decision(props: { approval: Approval }) {
  const { approval } = props
  const t = useTexts()
  const titleOf = useApprovalTitle()
  const rows = useFacts(approval)
  const queryClient = useQueryClient()
  const [comment, setComment] = useState('')
  const reload = async () => {
    await queryClient.invalidateQueries({ queryKey: ['approvals'] })
    await queryClient.invalidateQueries({ queryKey: ['notices'] })
    await queryClient.invalidateQueries({ queryKey: ['exports'] })
  }
  const decide = useMutation({ mutationFn: decideApproval, onSuccess: reload })
  const withdraw = useMutation({ mutationFn: withdrawApproval, onSuccess: reload })
  const isWaiting = approval.state === 'waiting'
  const say = (decision: 'approve' | 'reject') =>
    decide.mutate({ id: approval.id, decision, comment })
  return (
    <Space orientation="vertical" size={16} style={{ width: '100%' }}>
      <strong>{titleOf(approval)}</strong>
      <KeyValues rows={rows} />
      {(decide.error ?? withdraw.error) && <ErrorNote error={decide.error ?? withdraw.error} />}
      {isWaiting && approval.may_decide && (
        <>
          {approval.is_own && <Alert type="warning" showIcon title={t('approvals.alone')} />}
          <Input.TextArea
            aria-label={t('approvals.comment')}
            placeholder={t('approvals.comment')}
            rows={3}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          <Space>
            <Button type="primary" loading={decide.isPending} onClick={() => say('approve')}>
              {t('approvals.approve')}
            </Button>
            <Button danger loading={decide.isPending} onClick={() => say('reject')}>
              {t('approvals.reject')}
            </Button>
          </Space>
        </>
      )}
      {isWaiting && !approval.may_decide && (
        <Alert
          type="info"
          showIcon
          title={t(approval.is_own ? 'approvals.own' : 'approvals.not_yours')}
        />
      )}
      {isWaiting && approval.is_own && (
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(approval.id)}>
          {t('approvals.withdraw')}
        </Button>
      )}
    </Space>
  )
}

function useFacts(approval: Approval): KeyValue[] {
  const t = useTexts()
  const kindName = useExportKindName()
  const { summary } = approval
  const facts: KeyValue[] = [
    {
      key: 'state',
      label: t('approvals.column_state'),
      value: (
        <Chip tone={approvalTones[approval.state]}>{t(`approvals.state_${approval.state}`)}</Chip>
      ),
    },
  ]
  if (summary.export_kind)
    facts.push({
      key: 'what',
      label: t('approvals.fact_what'),
      value: kindName(String(summary.export_kind)),
    })
  if (summary.rows !== undefined && summary.rows !== null) {
    const rows = exactNumber(Number(summary.rows))
    const allowed = Number(summary.allowed ?? 0)
    facts.push({
      key: 'rows',
      label: t('approvals.fact_rows'),
      value:
        allowed === 0
          ? t('approvals.fact_rows_each', { rows })
          : t('approvals.fact_rows_of', { rows, allowed: exactNumber(allowed) }),
    })
  }
  if (approval.kind === 'quotation') facts.push(...quotationFacts(t, approval))
  facts.push({
    key: 'asked',
    label: t('approvals.column_requested_by'),
    value: (
      <>
        {approval.requested_by_name} · <When at={approval.requested_at} />
      </>
    ),
  })
  if (approval.reason)
    facts.push({ key: 'reason', label: t('approvals.fact_reason'), value: approval.reason })
  if (approval.decided_by_name)
    facts.push({
      key: 'decided',
      label: t('approvals.column_decided_by'),
      value: (
        <>
          {approval.decided_by_name} · <When at={approval.decided_at} />
          {approval.decided_alone && ` · ${t('approvals.decided_alone')}`}
        </>
      ),
    })
  if (approval.comment)
    facts.push({ key: 'comment', label: t('approvals.comment'), value: approval.comment })
  return facts
}

/** What is offered, and how far it goes beyond what its maker may give away. */
function quotationFacts(
  t: ReturnType<typeof useTexts>,
  { subject, summary }: Approval,
): KeyValue[] {
  const off = percent(Number(summary.deepest_bp ?? 0) / 10_000)
  const limit = percent(Number(summary.limit_bp ?? 0) / 10_000)
  const isDeep = Number(summary.deepest_bp ?? 0) > Number(summary.limit_bp ?? 0)
  return [
    {
      key: 'quotation',
      label: t('approvals.fact_quotation'),
      value: (
        <Link to="/quotations/$quotationId" params={{ quotationId: subject.id }}>
          {summary.number}
        </Link>
      ),
    },
    {
      key: 'total',
      label: t('approvals.fact_total'),
      value: <Money fen={Number(summary.total_fen ?? 0)} />,
    },
    {
      key: 'off',
      label: t('approvals.fact_off'),
      value: isDeep ? t('approvals.fact_off_of', { off, limit }) : off,
    },
  ]
}
