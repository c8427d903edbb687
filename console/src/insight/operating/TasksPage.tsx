// What somebody has to look into: whose it is, what was said of it, what came of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Drawer, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Filters, Panel } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { When } from '../../ui/When.tsx'
import { InsightFrame } from '../InsightFrame.tsx'
import {
  assignTask,
  closeTask,
  commentOnTask,
  ownersQuery,
  TASKS,
  type Task,
  type TaskState,
  taskQuery,
  tasksQuery,
} from './api.ts'
import styles from './Operating.module.css'

interface Search {
  task?: string
  state?: string
  cursor?: string
}

export function TasksPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { task, state: asked, cursor } = useSearch({ strict: false }) as Search
  const state: TaskState = asked === 'closed' ? 'closed' : 'open'
  const list = useQuery(tasksQuery(state, cursor))
  const go = (search: Search) => void navigate({ to: '/insight/tasks', search })
  return (
    <InsightFrame code="tasks">
      <Filters>
        <Segmented<TaskState>
          aria-label={t('operating_task.state')}
          value={state}
          onChange={(next) => go(next === 'closed' ? { state: next } : {})}
          options={(['open', 'closed'] as const).map((value) => ({
            value,
            label: t(`operating_task.${value}`),
          }))}
        />
      </Filters>
      <Panel flush>
        {list.error && !list.data && (
          <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
        )}
        {!list.data && !list.error && <SkeletonLines lines={6} />}
        {list.data?.items.length === 0 && (
          <EmptyState title={t(`operating_task.none_${state}`)}>
            {t('operating_task.none_words')}
          </EmptyState>
        )}
        <ul className={styles.tasks}>
          {list.data?.items.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                onClick={() => go({ ...(asked && { state: asked }), task: one.id })}
              >
                <TaskWords task={one} />
                <span className={styles.quiet}>
                  {one.owner?.name ?? t('operating_task.nobody')} · <When at={one.created_at} />
                  {one.comments > 0 &&
                    ` · ${t('operating_task.comments', { count: one.comments })}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <Pager cursor={cursor} next={list.data?.next_cursor} />
      </Panel>
      <Drawer
        open={task !== undefined}
        size={520}
        title={t('operating_task.title')}
        destroyOnHidden
        onClose={() => go(asked ? { state: asked } : {})}
      >
        {task && <TaskBench id={task} />}
      </Drawer>
    </InsightFrame>
  )
}

/** A task as a sentence. */
function TaskWords({ task }: { task: Pick<Task, 'kind' | 'params'> }) {
  const t = useTexts()
  const known = useKnownText()
  const { segment, split, before, after, score, unit } = task.params
  return (
    <strong>
      {known(`operating_task.${task.kind}`) ?? task.kind}
      {split !== undefined &&
        ` · ${t('operating_task.fall', { split, before: before ?? '', after: after ?? '' })}`}
      {segment ? ` · ${t('operating_task.segment', { segment })}` : ''}
      {score !== undefined && ` · ${t('operating_task.detractor', { score })}`}
      {unit ? ` · ${t('operating_task.unit', { unit })}` : ''}
    </strong>
  )
}

function TaskBench({ id }: { id: string }) {
  const t = useTexts()
  const may = useMay('audiences:write')
  const queryClient = useQueryClient()
  const task = useQuery(taskQuery(id))
  const owners = useQuery({ ...ownersQuery(), enabled: may })
  const [text, setText] = useState('')
  const change = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSuccess: async () => {
      setText('')
      await queryClient.invalidateQueries({ queryKey: TASKS })
    },
  })
  if (task.error) return <ErrorPanel error={task.error} onRetry={() => void task.refetch()} />
  if (!task.data) return <SkeletonLines lines={8} />
  const { state, owner, said, link, outcome } = task.data
  const mayChange = may && state === 'open'
  return (
    <div className={styles.stack}>
      <TaskWords task={task.data} />
      <span>
        <Chip tone={state === 'open' ? 'warning' : 'good'}>{t(`operating_task.${state}`)}</Chip>{' '}
        {link && (
          <Link to={link}>
            {t(
              link.startsWith('/customers/')
                ? 'operating_task.look_customer'
                : 'operating_task.look',
            )}
          </Link>
        )}
      </span>
      {outcome && (
        <p>
          {t('operating_task.outcome')} {outcome}
        </p>
      )}
      <div className={styles.wide}>
        <span className={styles.quiet}>{t('operating_task.owner')}</span>
        {mayChange ? (
          <Select
            aria-label={t('operating_task.owner')}
            style={{ width: '100%' }}
            value={owner?.id}
            placeholder={t('operating_task.nobody')}
            options={(owners.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
            onChange={(next: string) => change.mutate(() => assignTask(id, next))}
          />
        ) : (
          <p>{owner?.name ?? t('operating_task.nobody')}</p>
        )}
      </div>
      <ul className={styles.said}>
        {said.map((one) => (
          <li key={one.id}>
            <span className={styles.quiet}>
              {one.author_name} · <When at={one.at} />
            </span>
            <p>{one.text}</p>
          </li>
        ))}
      </ul>
      {mayChange && (
        <div className={styles.wide}>
          <Input.TextArea
            aria-label={t('operating_task.say')}
            placeholder={t('operating_task.say')}
            rows={3}
            maxLength={2000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <div className={styles.buttons}>
            <Button
              type="primary"
              disabled={text.trim() === ''}
              loading={change.isPending}
              onClick={() => change.mutate(() => commentOnTask(id, text.trim()))}
            >
              {t('operating_task.comment')}
            </Button>
            <Button
              disabled={text.trim() === ''}
              onClick={() => change.mutate(() => closeTask(id, text.trim()))}
            >
              {t('operating_task.close')}
            </Button>
          </div>
        </div>
      )}
      {change.error && <ErrorNote error={change.error} />}
    </div>
  )
}
