// What was put in against what came out, by channel, activity or guide; and what was put in, entered by hand.
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { Choose } from '../../audiences/Pick.tsx'
import { FIELD } from '../../audiences/say.ts'
import type { Days } from '../../format/days.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, readAsked } from '../asked.ts'
import { useValueName } from '../breakdownWords.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { ModeLine } from '../operating/ModeLine.tsx'
import { usePeriodName } from '../periods.ts'
import { Field } from '../QuestionFields.tsx'
import { askOutlay, type OutlayAnswer, type OutlayQuestion } from './api.ts'
import { CostModelDrawer } from './CostModelDrawer.tsx'
import { OrdersBehind } from './OrdersBehind.tsx'
import { OutlayEntries } from './OutlayEntries.tsx'

const BY = ['channel', 'activity', 'guide'] as const
interface Draft {
  by: (typeof BY)[number]
}
const PLACE = { channel: 'channel_id', activity: 'activity_id', guide: 'staff_id' } as const
const INPUTS = ['media', 'incentive', 'staff', 'tool'] as const

const read = (text: string | undefined) =>
  readAsked<Draft>(text, { by: 'channel' }, { by: isOneOf(BY) })
const question = ({ by }: Draft, days: Days): OutlayQuestion => ({
  ...{ by, date_from: days.from, date_to: days.to },
})

export const outlayAnalysis: Analysis<Draft, OutlayQuestion, OutlayAnswer> = {
  code: 'outlay',
  since: 'last_90',
  read,
  question,
  ask: askOutlay,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function OutlayPage() {
  return <AnalysisPage {...outlayAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const mayRead = useMay('orders:read')
  const [opened, open] = useState<'model' | 'entries'>()
  return (
    <div className={styles.fields}>
      <Field label={t('outlay.by')} hint={t('outlay.by_hint')}>
        <Choose
          label={t('outlay.by')}
          value={draft.by}
          options={BY.map((value) => ({ value, label: t(`outlay.by_${value}`) }))}
          onChange={(by) => onChange({ by })}
        />
      </Field>
      <Field label={t('outlay.inputs')} hint={t('outlay.inputs_hint')}>
        <div className={styles.row}>
          {mayRead && <Button onClick={() => open('entries')}>{t('outlay.entries')}</Button>}
          <Button onClick={() => open('model')}>{t('outlay.model')}</Button>
        </div>
      </Field>
      {opened === 'model' && <CostModelDrawer onClose={() => open(undefined)} />}
      <Drawer
        open={opened === 'entries'}
        size={720}
        title={t('outlay.entries')}
        destroyOnHidden
        onClose={() => open(undefined)}
      >
        <OutlayEntries />
      </Drawer>
    </div>
  )
}

function Answered(props: Answer<Draft, OutlayQuestion, OutlayAnswer>) {
  const t = useTexts()
  const periodName = usePeriodName()
  const { answer, question, draft } = props
  const { all, months } = answer
  return (
    <>
      <ModeLine mode={answer.mode} />
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('outlay.roi')}
          definition={t('outlay.roi_help')}
          formula={t('outlay.roi_formula')}
          value={all.roi}
          unit="percent"
          isEstimate={all.is_estimate || all.margin_is_estimate}
        />
        <Figure
          title={t('outlay.input')}
          definition={t('outlay.input_help')}
          value={Math.round(all.input_fen)}
          unit="money"
          isEstimate={all.is_estimate}
        />
        <Figure
          title={t('outlay.margin')}
          definition={t('outlay.margin_help')}
          value={Math.round(all.margin_fen)}
          unit="money"
          isEstimate={all.margin_is_estimate}
        />
        <Figure
          title={t('outlay.per_add')}
          definition={t('outlay.per_add_help')}
          value={all.per_add_fen === null ? null : Math.round(all.per_add_fen)}
          unit="money"
          isEstimate={all.is_estimate}
          beside={t('outlay.of_adds', { count: all.adds })}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('outlay.chart')}
          definition={t('outlay.chart_help')}
          height={260}
          unit="money"
          axis={t('outlay.month')}
          labels={months.map(({ start }) => periodName(start, 'month'))}
          series={[
            {
              key: 'per_add',
              name: t('outlay.per_add'),
              values: months.map(({ per_add_fen }) => per_add_fen),
            },
          ]}
        />
      </Panel>
      <Values answer={answer} question={question} by={draft.by} />
    </>
  )
}

function Values(props: { answer: OutlayAnswer; question: OutlayQuestion; by: Draft['by'] }) {
  const t = useTexts()
  const valueName = useValueName({ type: 'event', by: `${FIELD}${PLACE[props.by]}` })
  const [orders, showOrders] = useState<{ value: string | null }>()
  const { answer, question, by } = props
  const columns: FigureColumn[] = [
    { title: t(`outlay.by_${by}`), kind: 'words' },
    { title: t('outlay.adds'), help: t('outlay.adds_help'), kind: 'count' },
    { title: t('outlay.per_add'), help: t('outlay.per_add_help'), kind: 'money' },
    ...INPUTS.map(
      (kind): FigureColumn => ({ title: t(`acquisition.kind_${kind}`), kind: 'money' }),
    ),
    { title: t('outlay.hours'), help: t('outlay.hours_help'), kind: 'number' },
    { title: t('outlay.modelled'), help: t('outlay.modelled_help'), kind: 'money' },
    { title: t('outlay.input'), help: t('outlay.input_help'), kind: 'money' },
    { title: t('outlay.buyers'), kind: 'count' },
    { title: t('outlay.orders'), kind: 'count' },
    { title: t('outlay.net'), help: t('outlay.net_help'), kind: 'money' },
    { title: t('outlay.margin'), help: t('outlay.margin_help'), kind: 'money' },
    { title: t('outlay.profit'), help: t('outlay.profit_help'), kind: 'money' },
    { title: t('outlay.roi'), help: t('outlay.roi_help'), kind: 'share' },
    { title: t('outlay.sure'), help: t('outlay.sure_help'), kind: 'words' },
  ]
  const rows: TableRow[] = answer.values.map((one) => {
    const figure = (is: 'added' | 'buyers') => ({
      analysis: 'outlay' as const,
      question,
      cell: { value: one.value, is },
    })
    const cells = [
      valueName(one.value),
      one.adds,
      one.per_add_fen,
      ...INPUTS.map((kind) => one.inputs[kind] ?? t('acquisition.unknown')),
      one.hours,
      one.modelled_fen,
      one.input_fen,
      one.buyers,
      one.orders,
      one.net_fen,
      one.margin_fen,
      one.profit_fen,
      one.roi,
      one.is_estimate || one.margin_is_estimate ? t('outlay.estimate') : t('outlay.recorded'),
    ]
    return {
      key: one.value ?? '',
      cells,
      behind: cells.map((_, at) =>
        at === 1 ? figure('added') : at === 10 ? figure('buyers') : undefined,
      ),
      isSmall: isFew(one.buyers),
    }
  })
  return (
    <>
      <FigureTable
        title={t('outlay.table')}
        columns={columns}
        rows={rows}
        extra={
          <Choose
            label={t('outlay.show_orders')}
            value=""
            options={[
              { value: '', label: t('outlay.show_orders') },
              ...answer.values
                .filter(({ orders }) => orders > 0)
                .map(({ value }) => ({ value: `v${value ?? ''}`, label: valueName(value) })),
            ]}
            onChange={(chosen) => chosen !== '' && showOrders({ value: chosen.slice(1) || null })}
          />
        }
      />
      <Drawer
        open={orders !== undefined}
        size={640}
        title={orders && `${t('outlay.orders')} · ${valueName(orders.value)}`}
        destroyOnHidden
        onClose={() => showOrders(undefined)}
      >
        {orders && <OrdersBehind question={question} value={orders.value} />}
      </Drawer>
    </>
  )
}
