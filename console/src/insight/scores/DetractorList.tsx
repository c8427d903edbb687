import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { ExportInside } from '../../audiences/ExportInside.tsx'
import { CustomerLine } from '../../customers/CustomerLine.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { More } from '../../ui/More.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import {
  askDetractors,
  DETRACTORS,
  type Detractors,
  type FollowUp,
  followUp,
  type NpsQuestion,
} from './api.ts'
import styles from './Scores.module.css'

type Detractor = Detractors['items'][number]
const STATES = ['open', 'contacted', 'resolved'] as const
const TONE = { open: 'warning', contacted: 'info', resolved: 'good' } as const

/** The closed loop: who gave 6 or less, where she belongs, and what was done about it. */
export function DetractorList({ question }: { question: NpsQuestion }) {
  const t = useTexts()
  const mayRead = useMay('customers:read')
  const [chosen, choose] = useState<Detractor>()
  const [isExporting, setExporting] = useState(false)
  const mayExport = useMay('customers:export')
  const list = useInfiniteQuery({
    queryKey: [...DETRACTORS, question],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => askDetractors(question, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: mayRead,
  })
  if (!mayRead) return null
  const items = list.data?.pages.flatMap((page) => page.items)
  return (
    <Panel
      title={t('nps.loop')}
      extra={
        mayExport && (
          <Button size="small" onClick={() => setExporting(true)}>
            {t('customers.export')}
          </Button>
        )
      }
    >
      {isExporting && (
        <ExportInside
          kind="nps_detractors"
          of={{ question }}
          title={t('nps.loop')}
          onClose={() => setExporting(false)}
        />
      )}
      <p className={styles.words}>{t('nps.loop_words')}</p>
      {list.error && !list.data ? (
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      ) : !items ? (
        <SkeletonLines lines={5} />
      ) : items.length === 0 ? (
        <EmptyState compact title={t('nps.nobody')} />
      ) : (
        <>
          <ul className={styles.answers}>
            {items.map((one) => (
              <li key={one.event_id}>
                <Chip tone="warning">{t('nps.gave', { score: one.score })}</Chip>
                <span>
                  {one.customer ? (
                    <Link
                      to="/customers/$customerId"
                      params={{ customerId: String(one.customer_id) }}
                    >
                      <CustomerLine customer={one.customer} />
                    </Link>
                  ) : (
                    `#${one.customer_id}`
                  )}
                </span>
                <span className={styles.comment}>{one.comment}</span>
                <span className={styles.quiet}>
                  {[one.store, one.guide].filter(Boolean).join(' · ') || t('nps.nowhere')} ·{' '}
                  <When at={one.at} />
                </span>
                <Button size="small" onClick={() => choose(one)}>
                  <Chip tone={TONE[one.follow_up.state]}>
                    {t(`nps_follow_up.${one.follow_up.state}`)}
                  </Chip>
                </Button>
              </li>
            ))}
          </ul>
          <More list={list} />
        </>
      )}
      {chosen && <FollowUpDialog one={chosen} onClose={() => choose(undefined)} />}
    </Panel>
  )
}

function FollowUpDialog({ one, onClose }: { one: Detractor; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  return (
    <FormDialog<Required<FollowUp>>
      title={t('nps.follow_up')}
      okText={t('action.save')}
      initial={{ state: one.follow_up.state, note: one.follow_up.note }}
      save={(fields) => followUp(one.event_id, fields)}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: DETRACTORS })
        onClose()
      }}
      onClose={onClose}
    >
      <Form.Item name="state" label={t('nps.state')}>
        <Segmented
          options={STATES.map((value) => ({ value, label: t(`nps_follow_up.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="note" label={t('nps.note')}>
        <Input.TextArea rows={3} maxLength={2_000} />
      </Form.Item>
    </FormDialog>
  )
}
