import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { exactNumber, percent } from '../../format/number.ts'
import { useLanguage, useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { When } from '../../ui/When.tsx'
import { catalogueQuery } from '../board/api.ts'
import { type Alert, type AlertInput, alertsQuery, removeAlert, saveAlert } from './api.ts'
import { RemoveButton, RobotsField, useRobotNames } from './rows.tsx'

const PERIODS = ['hour', 'day', 'week'] as const
const TONES = { fired: 'bad', quiet: 'good', too_little: 'plain' } as const

export function AlertsPanel() {
  const t = useTexts()
  const [edited, setEdited] = useState<Alert | 'new'>()
  const alerts = useQuery(alertsQuery)
  const { nameOf, figure } = useMetrics()
  const robotNames = useRobotNames()
  return (
    <Panel
      flush
      title={t('watch.alerts')}
      extra={
        <Button size="small" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('watch.add_alert')}
        </Button>
      }
    >
      <PageTable<Alert>
        label={t('watch.alerts')}
        minWidth={860}
        rowKey={({ id }) => id}
        list={{ ...alerts, data: alerts.data?.items }}
        empty={<EmptyState title={t('watch.no_alerts')}>{t('watch.no_alerts_words')}</EmptyState>}
        columns={[
          {
            title: t('watch.name'),
            render: (_, alert) => (
              <Button type="link" style={{ padding: 0 }} onClick={() => setEdited(alert)}>
                {alert.name}
              </Button>
            ),
          },
          { title: t('watch.metric'), render: (_, alert) => nameOf(alert.metric) },
          {
            title: t('watch.when'),
            render: (_, { test, metric, period }) =>
              `${t(`watch_period.${period}`)} · ${
                test.kind === 'threshold'
                  ? t(`watch_test.${test.op}`, { value: figure(metric, test.value) })
                  : t(`watch_test.${test.direction ?? 'both'}`, { times: test.sensitivity ?? 3 })
              }`,
          },
          {
            title: t('watch.last'),
            render: (_, { last, metric }) =>
              last === null ? (
                '—'
              ) : (
                <>
                  <Chip tone={TONES[last.outcome]}>{t(`watch_outcome.${last.outcome}`)}</Chip>{' '}
                  {figure(metric, last.value)}
                  {last.expected !== null &&
                    ` ${t('watch.usually', { value: figure(metric, last.expected) })}`}{' '}
                  {last.causes[0] &&
                    t(`watch_cause.${last.causes[0].dimension}`, {
                      name: last.causes[0].name,
                      share: percent(last.causes[0].share),
                    })}{' '}
                  <When at={last.period} />
                </>
              ),
          },
          { title: t('watch.robots'), render: (_, alert) => robotNames(alert.robots) || '—' },
          {
            title: '',
            width: 48,
            render: (_, alert) => (
              <RemoveButton
                name={alert.name}
                remove={() => removeAlert(alert.id)}
                queryKey={alertsQuery.queryKey}
              />
            ),
          },
        ]}
      />
      {edited && (
        <AlertForm
          {...(edited !== 'new' && { alert: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
    </Panel>
  )
}

/** What the catalogue calls a metric, and a figure of it as people read it. */
function useMetrics() {
  const language = useLanguage()
  const { currency } = useLocale()
  const catalogue = useQuery(catalogueQuery)
  const metrics = catalogue.data?.items ?? []
  const of = (code: string) => metrics.find((metric) => metric.code === code)
  return {
    options: metrics
      .filter(({ may_see }) => may_see)
      .map(({ code, name }) => ({ value: code, label: name[language] })),
    unitOf: (code: string | undefined) => (code === undefined ? undefined : of(code)?.unit),
    nameOf: (code: string) => of(code)?.name[language] ?? code,
    figure: (code: string, value: number | null) => {
      if (value === null) return '—'
      const unit = of(code)?.unit
      return unit === 'fen'
        ? money(value, currency, language)
        : unit === 'share'
          ? percent(value)
          : exactNumber(value)
    },
  }
}

interface Fields {
  name: string
  metric: string
  period: AlertInput['period']
  kind: 'threshold' | 'anomaly'
  op: 'above' | 'below'
  value?: number | null
  direction: 'both' | 'up' | 'down'
  sensitivity: number
  robots: string[]
  is_on: boolean
}
const BLANK: Partial<Fields> = {
  period: 'day',
  kind: 'anomaly',
  op: 'below',
  direction: 'both',
  sensitivity: 3,
  robots: [],
  is_on: true,
}
/** Amounts are typed in the currency, shares in points of a hundred. */
const scaleOf = (unit: string | undefined) => (unit === 'fen' ? 100 : unit === 'share' ? 0.01 : 1)

function AlertForm(props: { alert?: Alert; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { alert } = props
  const { options, unitOf } = useMetrics()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? alert?.test.kind ?? 'anomaly'
  const unit = unitOf(Form.useWatch('metric', form) ?? alert?.metric)
  const initial: Partial<Fields> = alert
    ? {
        ...BLANK,
        ...alert,
        ...alert.test,
        ...(alert.test.kind === 'threshold' && {
          value: alert.test.value / scaleOf(unitOf(alert.metric)),
        }),
      }
    : BLANK
  return (
    <FormDialog<Fields>
      form={form}
      title={t(alert ? 'watch.edit_alert' : 'watch.add_alert')}
      okText={t('watch.save')}
      initial={initial as Fields}
      save={(given) =>
        saveAlert(alert?.id, {
          ...{ name: given.name, metric: given.metric, period: given.period },
          ...{ robots: given.robots, is_on: given.is_on },
          test:
            given.kind === 'threshold'
              ? {
                  kind: 'threshold',
                  op: given.op,
                  value: (given.value ?? 0) * scaleOf(unitOf(given.metric)),
                }
              : { kind: 'anomaly', direction: given.direction, sensitivity: given.sensitivity },
        })
      }
      onSaved={async () => {
        await queryClient.invalidateQueries(alertsQuery)
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="name" label={t('watch.name')} rules={[{ required: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="metric" label={t('watch.metric')} rules={[{ required: true }]}>
        <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
      </Form.Item>
      <Form.Item name="period" label={t('watch.period')}>
        <Segmented
          options={PERIODS.map((value) => ({ value, label: t(`watch_period.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('watch.when')} extra={t(`watch_kind_words.${kind}`)}>
        <Segmented
          options={[
            { value: 'anomaly', label: t('watch_kind.anomaly') },
            { value: 'threshold', label: t('watch_kind.threshold') },
          ]}
        />
      </Form.Item>
      {kind === 'threshold' ? (
        <>
          <Form.Item name="op" label={t('watch.side')}>
            <Segmented
              options={[
                { value: 'below', label: t('watch_side.below') },
                { value: 'above', label: t('watch_side.above') },
              ]}
            />
          </Form.Item>
          <Form.Item name="value" label={t('watch.value')} rules={[{ required: true }]}>
            <InputNumber style={{ width: '100%' }} {...(unit === 'share' && { suffix: '%' })} />
          </Form.Item>
        </>
      ) : (
        <>
          <Form.Item name="direction" label={t('watch.side')}>
            <Segmented
              options={[
                { value: 'both', label: t('watch_side.both') },
                { value: 'up', label: t('watch_side.up') },
                { value: 'down', label: t('watch_side.down') },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="sensitivity"
            label={t('watch.sensitivity')}
            extra={t('watch.sensitivity_words')}
          >
            <InputNumber min={1} max={10} step={0.5} />
          </Form.Item>
        </>
      )}
      <Form.Item name="robots" label={t('watch.robots')} extra={t('watch.robots_words')}>
        <RobotsField />
      </Form.Item>
      <Form.Item name="is_on" label={t('watch.is_on')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  )
}
