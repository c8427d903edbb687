import { BellOutlined, CopyOutlined, DeleteOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Checkbox, Form, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { usePlatformName } from '../customers/words.ts'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, type Selection, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { TRACKING } from './api.ts'
import {
  acknowledge,
  acknowledgeMany,
  addWatch,
  alertsQuery,
  type Metric,
  metrics,
  type QualityAlert,
  removeWatch,
  removeWatches,
  type Watch,
  watchesQuery,
} from './qualityApi.ts'
import styles from './tracking.module.css'

/** Who is told when a measure falls: the thresholds, and what fell below them. */
export function Alerts(props: { sources: string[] }) {
  const t = useTexts()
  const mayManage = useMay('events:manage')
  const alerts = useQuery(alertsQuery)
  const watches = useQuery(watchesQuery)
  const [adding, setAdding] = useState<Watch | 'new'>()
  const queryClient = useQueryClient()
  const wordsOf = useAlertWords()
  const watchWords = useWatchWords()
  const chosenAlerts = useSelection()
  const chosenWatches = useSelection()
  const changed = () => queryClient.invalidateQueries({ queryKey: TRACKING })
  const runAlerts = useBatch({
    selection: chosenAlerts,
    rows: alerts.data,
    keyOf: (alert) => alert.id,
    nameOf: wordsOf,
    changed,
  })
  const runWatches = useBatch({
    selection: chosenWatches,
    rows: watches.data,
    keyOf: (watch) => watch.id,
    nameOf: watchWords,
    changed,
  })
  return (
    <div className={styles.halves}>
      <Panel
        title={t('quality.alerts')}
        extra={<ExportButton size="small" kind="quality_alerts" />}
      >
        {alerts.data ? (
          alerts.data.length === 0 ? (
            <EmptyState compact title={t('quality.no_alerts')} />
          ) : (
            <ul className={styles.list}>
              {alerts.data.map((alert) => (
                <AlertLine key={alert.id} alert={alert} selection={chosenAlerts} />
              ))}
            </ul>
          )
        ) : (
          <SkeletonLines lines={3} />
        )}
      </Panel>
      <Panel
        title={t('quality.watches')}
        extra={
          mayManage && (
            <Button size="small" icon={<BellOutlined />} onClick={() => setAdding('new')}>
              {t('quality.add_watch')}
            </Button>
          )
        }
      >
        {watches.data ? (
          watches.data.length === 0 ? (
            <EmptyState compact title={t('quality.no_watches')}>
              <p>{t('quality.no_watches_words')}</p>
            </EmptyState>
          ) : (
            <ul className={styles.list}>
              {watches.data.map((watch) => (
                <WatchLine
                  key={watch.id}
                  watch={watch}
                  selection={chosenWatches}
                  onCopy={() => setAdding(watch)}
                />
              ))}
            </ul>
          )
        ) : (
          <SkeletonLines lines={3} />
        )}
      </Panel>
      <BatchBar selection={chosenAlerts}>
        <BatchAction
          type="primary"
          label={t('quality.acknowledge')}
          onRun={() => runAlerts(acknowledgeMany)}
        />
      </BatchBar>
      <BatchBar selection={chosenWatches}>
        <BatchAction
          danger
          label={t('quality.remove_watch')}
          ask={{
            title: t('quality.batch_remove_title', { count: chosenWatches.keys.length }),
            words: t('quality.batch_remove_words'),
          }}
          onRun={() => runWatches(removeWatches)}
        />
      </BatchBar>
      <AddWatch
        open={adding !== undefined}
        copied={adding === 'new' ? undefined : adding}
        sources={props.sources}
        onClose={() => setAdding(undefined)}
      />
    </div>
  )
}

function usePlace() {
  const t = useTexts()
  const platformName = usePlatformName()
  return (source: string) => (source ? platformName(source) : t('quality.everywhere'))
}

function useAlertWords(): (alert: QualityAlert) => string {
  const t = useTexts()
  const placeOf = usePlace()
  return (alert) => `${placeOf(alert.source)} ${t(`quality.${alert.metric}`)} ${alert.value}`
}

function useWatchWords(): (watch: Watch) => string {
  const t = useTexts()
  const placeOf = usePlace()
  return (watch) =>
    t('quality.watch_said', {
      place: placeOf(watch.source),
      metric: t(`quality.${watch.metric}`),
      threshold: watch.threshold,
    })
}

/** A box before a line, for what is done to many. */
function Choice(props: { id: string; name: string; selection: Selection }) {
  const { id, selection } = props
  const others = selection.keys.filter((key) => key !== id)
  return (
    <Checkbox
      aria-label={props.name}
      checked={others.length < selection.keys.length}
      onChange={(event) => selection.set(event.target.checked ? [...others, id] : others)}
    />
  )
}

function AlertLine(props: { alert: QualityAlert; selection: Selection }) {
  const t = useTexts()
  const wordsOf = useAlertWords()
  const mayManage = useMay('events:manage')
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const { alert } = props
  const isWaiting = !alert.resolved_at && !alert.acknowledged_by
  const taking = useMutation({
    mutationFn: () => acknowledge(alert.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...TRACKING, 'alerts'] }),
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <li className={styles.item}>
      <span>
        {mayManage && isWaiting && (
          <>
            <Choice id={alert.id} name={wordsOf(alert)} selection={props.selection} />{' '}
          </>
        )}
        {wordsOf(alert)}
        <span className={styles.quiet}> {t('quality.below', { threshold: alert.threshold })}</span>
      </span>
      <span className={styles.facts}>
        <When at={alert.opened_at} />
        {alert.resolved_at ? (
          <Chip tone="good">{t('quality.resolved')}</Chip>
        ) : alert.acknowledged_by ? (
          <Chip tone="info">{t('quality.taken_by', { name: alert.acknowledged_by })}</Chip>
        ) : mayManage ? (
          <Button size="small" loading={taking.isPending} onClick={() => taking.mutate()}>
            {t('quality.acknowledge')}
          </Button>
        ) : (
          <Chip tone="bad">{t('quality.open')}</Chip>
        )}
      </span>
    </li>
  )
}

function WatchLine(props: { watch: Watch; selection: Selection; onCopy: () => void }) {
  const t = useTexts()
  const wordsOf = useWatchWords()
  const mayManage = useMay('events:manage')
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const { watch } = props
  const removing = useMutation({
    mutationFn: () => removeWatch(watch.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <li className={styles.item}>
      <span>
        {mayManage && (
          <>
            <Choice id={watch.id} name={wordsOf(watch)} selection={props.selection} />{' '}
          </>
        )}
        {wordsOf(watch)}
      </span>
      {mayManage && (
        <span className={styles.buttons}>
          <Button
            type="text"
            size="small"
            icon={<CopyOutlined />}
            title={t('action.duplicate')}
            aria-label={`${t('action.duplicate')}: ${wordsOf(watch)}`}
            onClick={props.onCopy}
          />
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            loading={removing.isPending}
            aria-label={t('quality.remove_watch')}
            onClick={() => removing.mutate()}
          />
        </span>
      )}
    </li>
  )
}

interface Fields {
  metric: Metric
  source: string
  threshold: number
}

function AddWatch(props: {
  open: boolean
  copied: Watch | undefined
  sources: string[]
  onClose: () => void
}) {
  const t = useTexts()
  const placeOf = usePlace()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const metric = Form.useWatch('metric', form)
  return (
    <FormDialog<Fields>
      open={props.open}
      title={t('quality.add_watch')}
      okText={t('action.create')}
      form={form}
      initial={
        props.copied
          ? {
              metric: props.copied.metric,
              source: props.copied.source,
              threshold: props.copied.threshold,
            }
          : { metric: 'continuity', source: '', threshold: 95 }
      }
      save={(fields) =>
        addWatch({ ...fields, source: fields.metric === 'agreement' ? '' : fields.source })
      }
      onSaved={() => {
        void queryClient.invalidateQueries({ queryKey: TRACKING })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="metric" label={t('quality.metric')}>
        <Select options={metrics.map((value) => ({ value, label: t(`quality.${value}`) }))} />
      </Form.Item>
      {metric !== 'agreement' && (
        <Form.Item name="source" label={t('filter.source')}>
          <Select
            options={['', ...props.sources].map((value) => ({ value, label: placeOf(value) }))}
          />
        </Form.Item>
      )}
      <Form.Item
        name="threshold"
        label={t('quality.threshold')}
        extra={t('quality.threshold_hint')}
        rules={[{ required: true, message: t('quality.threshold_needed') }]}
      >
        <InputNumber min={0.01} max={100} precision={2} />
      </Form.Item>
    </FormDialog>
  )
}
