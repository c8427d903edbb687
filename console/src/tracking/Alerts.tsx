import { BellOutlined, DeleteOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, InputNumber, Modal, Select } from 'antd'
import { useState } from 'react'
import { usePlatformName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { TRACKING } from './api.ts'
import {
  acknowledge,
  addWatch,
  alertsQuery,
  type Metric,
  metrics,
  type QualityAlert,
  removeWatch,
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
  const [isAdding, setIsAdding] = useState(false)
  return (
    <div className={styles.halves}>
      <Panel title={t('quality.alerts')}>
        {alerts.data ? (
          alerts.data.length === 0 ? (
            <EmptyState compact title={t('quality.no_alerts')} />
          ) : (
            <ul className={styles.list}>
              {alerts.data.map((alert) => (
                <AlertLine key={alert.id} alert={alert} />
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
            <Button size="small" icon={<BellOutlined />} onClick={() => setIsAdding(true)}>
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
                <WatchLine key={watch.id} watch={watch} />
              ))}
            </ul>
          )
        ) : (
          <SkeletonLines lines={3} />
        )}
      </Panel>
      <AddWatch open={isAdding} sources={props.sources} onClose={() => setIsAdding(false)} />
    </div>
  )
}

function usePlace() {
  const t = useTexts()
  const platformName = usePlatformName()
  return (source: string) => (source ? platformName(source) : t('quality.everywhere'))
}

function AlertLine(props: { alert: QualityAlert }) {
  const t = useTexts()
  const placeOf = usePlace()
  const mayManage = useMay('events:manage')
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const { alert } = props
  const taking = useMutation({
    mutationFn: () => acknowledge(alert.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...TRACKING, 'alerts'] }),
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <li className={styles.item}>
      <span>
        {placeOf(alert.source)} {t(`quality.${alert.metric}`)} {alert.value}
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

function WatchLine(props: { watch: Watch }) {
  const t = useTexts()
  const placeOf = usePlace()
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
        {t('quality.watch_said', {
          place: placeOf(watch.source),
          metric: t(`quality.${watch.metric}`),
          threshold: watch.threshold,
        })}
      </span>
      {mayManage && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          loading={removing.isPending}
          aria-label={t('quality.remove_watch')}
          onClick={() => removing.mutate()}
        />
      )}
    </li>
  )
}

interface Fields {
  metric: Metric
  source: string
  threshold: number
}

function AddWatch(props: { open: boolean; sources: string[]; onClose: () => void }) {
  const t = useTexts()
  const placeOf = usePlace()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const metric = Form.useWatch('metric', form)
  const adding = useMutation({
    mutationFn: (fields: Fields) =>
      addWatch({ ...fields, source: fields.metric === 'agreement' ? '' : fields.source }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      props.onClose()
    },
  })
  return (
    <Modal
      open={props.open}
      title={t('quality.add_watch')}
      okText={t('action.create')}
      cancelText={t('action.cancel')}
      confirmLoading={adding.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
      afterClose={adding.reset}
      destroyOnHidden
    >
      {adding.error && <ErrorNote error={adding.error} />}
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ metric: 'continuity', source: '', threshold: 95 }}
        onFinish={(fields) => adding.mutate(fields)}
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
      </Form>
    </Modal>
  )
}
