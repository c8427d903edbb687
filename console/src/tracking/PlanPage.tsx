import { DownloadOutlined, UploadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Checkbox, Dropdown, Modal, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import { fetchFile } from '../api/client.ts'
import { EventName } from '../events/EventName.tsx'
import { exactNumber } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, type Selection, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { saveFile } from '../ui/save.ts'
import { editMany, TRACKING, unplanEvents } from './api.ts'
import {
  bringIn,
  type Plan,
  type PlanChange,
  type PlanDiff,
  planDiffQuery,
  readPlan,
} from './planApi.ts'
import styles from './tracking.module.css'

/** The plan as a document, and where it and what comes in part ways. */
export function PlanPage() {
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const mayManage = useMay('events:manage')
  const diff = useQuery(planDiffQuery)
  const exporting = useMutation({
    mutationFn: (format: string) => fetchFile(`/api/v1/tracking/plan?format=${format}`),
    onSuccess: ({ blob, name }) => saveFile(name ?? 'tracking-plan', blob),
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <Page
      title={t('plan.title')}
      purpose={t('plan.purpose')}
      actions={
        <>
          {mayManage && <BringIn />}
          <Dropdown
            trigger={['click']}
            menu={{
              items: (['xlsx', 'csv', 'markdown', 'json'] as const).map((key) => ({
                key,
                label: t(`plan.as_${key}`),
              })),
              onClick: ({ key }) => exporting.mutate(key),
            }}
          >
            <Button type="primary" icon={<DownloadOutlined />} loading={exporting.isPending}>
              {t('plan.export')}
            </Button>
          </Dropdown>
        </>
      }
    >
      {diff.data ? (
        <Differences diff={diff.data} />
      ) : (
        <Panel>
          {diff.error ? (
            <ErrorPanel
              error={diff.error}
              onRetry={() => diff.refetch()}
              retrying={diff.isFetching}
            />
          ) : (
            <SkeletonLines lines={12} />
          )}
        </Panel>
      )}
    </Page>
  )
}

function Differences(props: { diff: PlanDiff }) {
  const t = useTexts()
  const known = useKnownText()
  const { diff } = props
  const mayManage = useMay('events:manage')
  const queryClient = useQueryClient()
  const selection = useSelection()
  const run = useBatch({
    selection,
    rows: selection.keys,
    keyOf: (event) => event,
    nameOf: (event) => event,
    changed: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
  })
  const setStatus = (status: 'live' | 'deprecated') =>
    run(async (names) => ({ ...(await editMany({ names, set: { status } })), refused: [] }))
  const choice = mayManage ? selection : undefined
  const typeName = (type: string) => known(`property_type.${type}`) ?? type
  const isSame = Object.values(diff).every((list) => list.length === 0)
  if (isSame)
    return (
      <Panel>
        <EmptyState title={t('plan.same')}>
          <p>{t('plan.same_words')}</p>
        </EmptyState>
      </Panel>
    )
  return (
    <>
      <div className={styles.halves}>
        <Part
          kind="unplanned_events"
          choice={choice}
          lines={diff.unplanned_events.map(({ event, total }) => ({
            event,
            more: exactNumber(total),
          }))}
        />
        <Part
          kind="missing_events"
          choice={choice}
          lines={diff.missing_events.map((event) => ({ event }))}
        />
        <Part
          kind="deprecated_events"
          choice={choice}
          lines={diff.deprecated_events.map(({ event, recent }) => ({
            event,
            more: exactNumber(recent),
          }))}
        />
        <Part
          kind="type_mismatches"
          lines={diff.type_mismatches.map(({ event, property, planned, seen }) => ({
            event,
            property,
            more: t('plan.types', { planned: typeName(planned), seen: typeName(seen) }),
          }))}
        />
        <Part
          kind="missing_properties"
          lines={diff.missing_properties.map(({ event, property, is_expected }) => ({
            event,
            property,
            more: is_expected ? <Chip tone="warning">{t('tracking.is_expected')}</Chip> : undefined,
          }))}
        />
        <Part
          kind="unplanned_properties"
          lines={diff.unplanned_properties.map(({ event, property, type }) => ({
            event,
            property,
            more: typeName(type),
          }))}
        />
      </div>
      <BatchBar selection={selection}>
        <BatchAction
          type="primary"
          label={t('plan.batch_take_in')}
          onRun={() => setStatus('live')}
        />
        <BatchAction label={t('plan.batch_deprecate')} onRun={() => setStatus('deprecated')} />
        <BatchAction
          danger
          label={t('tracking.unplan')}
          ask={{
            title: t('tracking.batch_unplan_title', { count: selection.keys.length }),
            words: t('tracking.batch_unplan_words'),
          }}
          onRun={() => run(unplanEvents)}
        />
      </BatchBar>
    </>
  )
}

function Choice(props: { event: string; selection: Selection }) {
  const { event, selection } = props
  const others = selection.keys.filter((key) => key !== event)
  return (
    <Checkbox
      aria-label={event}
      checked={others.length < selection.keys.length}
      onChange={({ target }) => selection.set(target.checked ? [...others, event] : others)}
    />
  )
}

interface Line {
  event: string
  property?: string
  more?: ReactNode
}
const FIRST = 12

function Part(props: { kind: keyof PlanDiff; lines: Line[]; choice?: Selection | undefined }) {
  const t = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  if (props.lines.length === 0) return null
  const shown = isWhole ? props.lines : props.lines.slice(0, FIRST)
  return (
    <Panel
      title={`${t(`plan.${props.kind}`)} ${exactNumber(props.lines.length)}`}
      extra={<span className={styles.quiet}>{t(`plan.${props.kind}_words`)}</span>}
    >
      <ul className={styles.list}>
        {shown.map(({ event, property, more }) => (
          <li key={`${event} ${property}`} className={styles.item}>
            <span>
              {props.choice && (
                <>
                  <Choice event={event} selection={props.choice} />{' '}
                </>
              )}
              <Link to="/events/catalogue/$event" params={{ event }}>
                {property === undefined ? (
                  <EventName name={event} />
                ) : (
                  <code>{`${event} · ${property}`}</code>
                )}
              </Link>
            </span>
            {more && <span className={styles.quiet}>{more}</span>}
          </li>
        ))}
      </ul>
      {props.lines.length > FIRST && (
        <Button
          type="link"
          size="small"
          style={{ padding: 0 }}
          onClick={() => setIsWhole(!isWhole)}
        >
          {isWhole ? t('list.fewer') : t('list.all', { count: props.lines.length })}
        </Button>
      )}
    </Panel>
  )
}

/** A plan from a file: first what it would do, then done. */
function BringIn() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [plan, setPlan] = useState<Plan>()
  const trying = useMutation({
    mutationFn: async (file: File) => {
      const read = await readPlan(file)
      const change = await bringIn(read, true)
      setPlan(read)
      return change
    },
  })
  const applying = useMutation({
    mutationFn: (read: Plan) => bringIn(read, false),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      void message.success(t('plan.done'))
      close()
    },
  })
  const close = () => {
    setPlan(undefined)
    trying.reset()
    applying.reset()
  }
  const error = trying.error ?? applying.error
  return (
    <>
      <Upload
        accept=".json,application/json"
        showUploadList={false}
        beforeUpload={(file) => {
          trying.mutate(file)
          return false
        }}
      >
        <Button icon={<UploadOutlined />} loading={trying.isPending}>
          {t('plan.import')}
        </Button>
      </Upload>
      <Modal
        open={plan !== undefined || error !== null}
        title={t('plan.import_title')}
        okText={t('plan.import_do')}
        okButtonProps={{ disabled: !plan }}
        cancelText={t('action.cancel')}
        confirmLoading={applying.isPending}
        onOk={() => plan && applying.mutate(plan)}
        onCancel={close}
      >
        {error && <ErrorNote error={error} />}
        {trying.data && <Change change={trying.data} />}
      </Modal>
    </>
  )
}

function Change(props: { change: PlanChange }) {
  const t = useTexts()
  const { events, properties, rules } = props.change
  return (
    <ul className={styles.list}>
      <li>{t('plan.would_add', { count: events.added.length })}</li>
      <li>{t('plan.would_change', { count: events.changed.length })}</li>
      <li>{t('plan.would_properties', { count: properties })}</li>
      <li>{t('plan.would_rules', { count: rules })}</li>
      <li className={styles.quiet}>{t('plan.would_keep')}</li>
    </ul>
  )
}
