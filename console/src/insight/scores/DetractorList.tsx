import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, Segmented, Select } from 'antd'
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
import { ownersQuery, TASKS } from '../operating/api.ts'
import {
  askDetractors,
  DETRACTORS,
  type Detractors,
  type FollowUp,
  followUp,
  type NpsQuestion,
  openNpsTasks,
} from './api.ts'
import { NpsAutoTasks } from './NpsAutoTasks.tsx'
import styles from './Scores.module.css'

type Detractor = Detractors['items'][number]
const STATES = ['open', 'contacted', 'resolved'] as const
/** So many are opened at once; what is further down follows with the next. */
const MOST_TASKS = 100
const TONE = { open: 'warning', contacted: 'info', resolved: 'good' } as const

/** The closed loop: who gave 6 or less, where she belongs, and what was done about it. */
export function DetractorList({ question }: { question: NpsQuestion }) {
  const t = useTexts()
  const mayRead = useMay('customers:read')
  const [chosen, choose] = useState<Detractor>()
  const [isExporting, setExporting] = useState(false)
  const mayExport = useMay('customers:export')
  const mayOpen = useMay('audiences:write')
  const [isOpening, setOpening] = useState(false)
  const list = useInfiniteQuery({
    queryKey: [...DETRACTORS, question],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => askDetractors(question, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: mayRead,
  })
  const items = list.data?.pages.flatMap((page) => page.items)
  const waiting = (items ?? []).filter((one) => one.follow_up.state === 'open' && !one.task)
  if (!mayRead) return null
  return (
    <Panel
      title={t('nps.loop')}
      extra={
        <span className={styles.actions}>
          {mayOpen && <NpsAutoTasks question={question} />}
          {mayOpen && waiting.length > 0 && (
            <Button size="small" onClick={() => setOpening(true)}>
              {t('nps.tasks')}
            </Button>
          )}
          {mayExport && (
            <Button size="small" onClick={() => setExporting(true)}>
              {t('customers.export')}
            </Button>
          )}
        </span>
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
                {one.task && (
                  <Link to="/insight/tasks" search={{ task: one.task.id }}>
                    {one.task.state === 'open'
                      ? t('nps.task_open', { owner: one.task.owner_name ?? t('nps.task_nobody') })
                      : t('nps.task_closed')}
                  </Link>
                )}
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
      {isOpening && (
        <OpenTasks question={question} those={waiting} onClose={() => setOpening(false)} />
      )}
      {chosen && <FollowUpDialog one={chosen} onClose={() => choose(undefined)} />}
    </Panel>
  )
}

function OpenTasks(props: {
  question: NpsQuestion
  those: readonly Detractor[]
  onClose: () => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const owners = useQuery(ownersQuery())
  const those = props.those.slice(0, MOST_TASKS)
  return (
    <FormDialog<{ owner_id?: string }>
      title={t('nps.tasks')}
      okText={t('action.save')}
      words={t('nps.tasks_words', { count: those.length })}
      save={({ owner_id }) =>
        openNpsTasks({
          question: props.question,
          event_ids: those.map(({ event_id }) => event_id),
          ...(owner_id && { owner_id }),
        })
      }
      onSaved={async () => {
        await Promise.all([
          queryClient.invalidateQueries({ queryKey: DETRACTORS }),
          queryClient.invalidateQueries({ queryKey: TASKS }),
        ])
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="owner_id" label={t('nps.task_owner')}>
        <Select
          allowClear
          placeholder={t('nps.task_default')}
          options={(owners.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
    </FormDialog>
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
