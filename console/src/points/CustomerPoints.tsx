import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, InputNumber, type TableColumnsType, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { adjustPoints, balanceQuery, type LedgerLine, ledgerQuery } from './api.ts'

/** What a customer has in points, with every lot that will expire, and what moved them. */
export function CustomerPoints(props: { customerId: number }) {
  const t = useTexts()
  const { customerId } = props
  const mayWrite = useMay('membership:write')
  const balance = useQuery(balanceQuery(customerId))
  const [isAdjusting, setAdjusting] = useState(false)
  if (balance.error)
    return <ErrorPanel error={balance.error} onRetry={() => void balance.refetch()} />
  if (!balance.data) return <SkeletonLines lines={6} />
  const { spendable, pending, owed, worth_fen, expiring } = balance.data
  return (
    <>
      <Panel
        title={t('points.balance')}
        extra={mayWrite && <Button onClick={() => setAdjusting(true)}>{t('points.adjust')}</Button>}
      >
        <KeyValues
          rows={[
            { key: 'spendable', label: t('points.spendable'), value: <Count value={spendable} /> },
            { key: 'worth', label: t('points.worth'), value: <Money fen={worth_fen} /> },
            { key: 'pending', label: t('points.report_pending'), value: <Count value={pending} /> },
            ...(owed > 0
              ? [{ key: 'owed', label: t('points.owed'), value: <Count value={owed} /> }]
              : []),
            ...expiring.map(({ expires_at, amount }) => ({
              key: expires_at,
              label: <When at={expires_at} />,
              value: t('points.expire', { count: amount }),
            })),
          ]}
        />
      </Panel>
      <Ledger customerId={customerId} />
      {isAdjusting && <Adjust customerId={customerId} onClose={() => setAdjusting(false)} />}
    </>
  )
}

function Ledger(props: { customerId: number }) {
  const t = useTexts()
  const list = useQuery(ledgerQuery(props.customerId))
  const columns: TableColumnsType<LedgerLine> = [
    {
      key: 'kind',
      title: t('points.moved_by'),
      render: (_, line) => {
        const by = line.rule ?? t(`points.kind_${line.kind}`, line.kind)
        if (line.times_bp === null) return by
        const words = { base: line.base, by: line.times_by?.replace(/^[a-z]+:/, '') }
        return (
          <>
            {by}{' '}
            <Tooltip
              title={t(
                line.times_by?.startsWith('level:')
                  ? 'points.times_level'
                  : 'points.times_benefits',
                words,
              )}
            >
              <Tag tabIndex={0}>×{line.times_bp / 10_000}</Tag>
            </Tooltip>
          </>
        )
      },
    },
    {
      key: 'amount',
      title: t('points.points'),
      width: 110,
      align: 'right',
      render: (_, line) => <Count value={line.amount} />,
    },
    {
      key: 'code',
      title: t('points.account'),
      width: 110,
      render: (_, line) => t(`points.report_${line.code}`),
    },
    { key: 'note', title: t('points.note'), dataIndex: 'note' },
    { key: 'at', title: t('points.at'), width: 140, render: (_, line) => <When at={line.at} /> },
  ]
  return (
    <PageTable
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(line) => String(line.id)}
      minWidth={640}
      label={t('points.ledger')}
      empty={<EmptyState compact title={t('points.no_ledger')} />}
    />
  )
}

function Adjust(props: { customerId: number; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  // One dialog is one correction, however often it is sent.
  const [key] = useState(() => crypto.randomUUID())
  const needed = [{ required: true, message: t('points.needed') }]
  return (
    <FormDialog<{ points: number; reason: string }>
      title={t('points.adjust')}
      okText={t('action.save')}
      words={t('points.adjust_words')}
      save={(fields) => adjustPoints(props.customerId, { key, ...fields })}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['points-of', props.customerId] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="points" label={t('points.points')} rules={needed}>
        <InputNumber precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <ReasonField label={t('points.reason')} needed={t('points.needed')} />
    </FormDialog>
  )
}
