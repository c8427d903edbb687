import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { isWhole } from '../../audiences/problems.ts'
import type { EventPattern } from '../../audiences/rule.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useSettled } from '../../ui/settled.ts'
import { drawnValue, unitOf } from '../board/metrics.ts'
import { blank } from '../examples.ts'
import { useWriting } from '../FigureTable.tsx'
import { asPattern, asQuestion, eventsOf } from '../pattern.ts'
import { usePeriodName } from '../periods.ts'
import { metricPreviewQuery, type OwnMetric, type OwnMetricInput, saveMetric } from './api.ts'
import styles from './Definitions.module.css'
import { Editor, Labelled, Words } from './Editor.tsx'
import { Figures } from './Figures.tsx'

const MEASURES = ['count', 'customers', 'sum', 'distinct'] as const
const UNITS = ['count', 'share', 'fen', 'ratio'] as const
const TERMS = ['short', 'long'] as const
const BETTER = ['more', 'less', 'neither'] as const
const REST_MS = 500

interface Counted {
  of: EventPattern
  measure: (typeof MEASURES)[number]
  property: string
}
const blankCounted = (): Counted => ({ of: blank(), measure: 'customers', property: '' })
const countedOf = ({ of, measure }: OwnMetricInput['of']): Counted => ({
  of: asPattern(of),
  measure: measure?.kind ?? 'count',
  property: measure && 'property' in measure ? measure.property : '',
})
const needsProperty = (measure: Counted['measure']): measure is 'sum' | 'distinct' =>
  measure === 'sum' || measure === 'distinct'
const isCounted = ({ of, measure, property }: Counted) =>
  isWhole(of) && (!needsProperty(measure) || property !== '')
const asked = ({ of, measure, property }: Counted): OwnMetricInput['of'] => ({
  of: asQuestion(of) as OwnMetricInput['of']['of'],
  measure: needsProperty(measure) ? { kind: measure, property } : { kind: measure },
})

export function MetricEditor(props: {
  start: OwnMetric | undefined
  isCopy: boolean
  onClose: () => void
}) {
  const t = useTexts()
  const { start, isCopy } = props
  const [name, setName] = useState(isCopy ? '' : (start?.name ?? ''))
  const [definition, setDefinition] = useState(start?.definition ?? '')
  const [unit, setUnit] = useState<(typeof UNITS)[number]>(start?.unit ?? 'count')
  const [term, setTerm] = useState<(typeof TERMS)[number]>(start?.term ?? 'short')
  const [better, setBetter] = useState<(typeof BETTER)[number]>(start?.better ?? 'more')
  const [of, setOf] = useState(() => (start ? countedOf(start.of) : blankCounted()))
  const [by, setBy] = useState(() => (start?.by ? countedOf(start.by) : undefined))
  const isReady = isCounted(of) && (!by || isCounted(by))
  const metric: OwnMetricInput = {
    ...{ name: name.trim() || '…', definition: definition.trim() || '…', unit, term, better },
    of: asked(of),
    ...(by && { by: asked(by) }),
  }
  return (
    <Editor
      title={t(start && !isCopy ? 'definitions.edit_metrics' : 'definitions.add_metrics')}
      isWhole={isReady && name.trim() !== '' && definition.trim() !== ''}
      save={() => saveMetric(isCopy ? undefined : start?.id, metric)}
      onClose={props.onClose}
      preview={
        isReady ? (
          <Preview metric={metric} />
        ) : (
          <span className={styles.words}>{t('definitions.unfinished')}</span>
        )
      }
    >
      <Words
        {...{ name, description: definition, onName: setName, onDescription: setDefinition }}
      />
      <div className={styles.halves}>
        <Labelled label={t('own_metric.unit')}>
          <Choose
            label={t('own_metric.unit')}
            value={unit}
            options={UNITS.map((value) => ({ value, label: t(`own_metric_unit.${value}`) }))}
            onChange={setUnit}
          />
        </Labelled>
        <Labelled label={t('own_metric.better')}>
          <Choose
            label={t('own_metric.better')}
            value={better}
            options={BETTER.map((value) => ({ value, label: t(`own_metric_better.${value}`) }))}
            onChange={setBetter}
          />
        </Labelled>
        <Labelled label={t('own_metric.term')}>
          <Choose
            label={t('own_metric.term')}
            value={term}
            options={TERMS.map((value) => ({ value, label: t(`own_metric_term.${value}`) }))}
            onChange={setTerm}
          />
        </Labelled>
      </div>
      <CountedField label={t('own_metric.of')} letter="A" value={of} onChange={setOf} />
      {by ? (
        <CountedField
          label={t('own_metric.by')}
          letter="B"
          value={by}
          onChange={setBy}
          onRemove={() => setBy(undefined)}
        />
      ) : (
        <div>
          <Button size="small" type="dashed" onClick={() => setBy(blankCounted())}>
            {t('own_metric.add_by')}
          </Button>
        </div>
      )}
      <code className={styles.code}>{by ? 'A / B' : 'A'}</code>
    </Editor>
  )
}

function CountedField(props: {
  label: string
  letter: string
  value: Counted
  onChange: (value: Counted) => void
  onRemove?: () => void
}) {
  const t = useTexts()
  const { value, letter, onChange } = props
  return (
    <Labelled label={`${letter} · ${props.label}`}>
      <EventField
        label={t('insight_field.series_event', { letter })}
        pattern={value.of}
        onChange={(of) => onChange({ ...value, of })}
      />
      <div className={styles.line}>
        <Choose
          label={t('insight_field.series_measure', { letter })}
          value={value.measure}
          options={MEASURES.map((kind) => ({ value: kind, label: t(`insight_of.${kind}`) }))}
          onChange={(measure) => onChange({ ...value, measure })}
        />
        {needsProperty(value.measure) && (
          <PropertyField
            events={eventsOf([value.of])}
            value={value.property}
            numbersOnly={value.measure === 'sum'}
            onChange={(property) => onChange({ ...value, property })}
          />
        )}
        {props.onRemove && (
          <Button size="small" type="text" onClick={props.onRemove}>
            {t('own_metric.remove_by')}
          </Button>
        )}
      </div>
    </Labelled>
  )
}

function Preview({ metric }: { metric: OwnMetricInput }) {
  const t = useTexts()
  const write = useWriting()
  const periodName = usePeriodName()
  const { name: _, definition: __, ...counted } = metric
  const text = useSettled(JSON.stringify(counted), REST_MS)
  const preview = useQuery(
    metricPreviewQuery({ name: '…', definition: '…', ...JSON.parse(text) } as OwnMetricInput),
  )
  if (preview.error)
    return <ErrorPanel error={preview.error} onRetry={() => void preview.refetch()} />
  const told = preview.data?.metrics[0]
  if (!preview.data || !told) return <SkeletonLines lines={6} />
  const { periods, complete } = preview.data
  const { unit, total, points } = told
  const kind = unit === 'share' ? 'share' : unit === 'fen' ? 'money' : 'number'
  const said = (value: number | null) => (value === null ? '—' : write(kind, value))
  return (
    <>
      <Figures
        figures={[
          [t('own_metric.last_30'), said(total.value)],
          ...(total.denominator === null
            ? []
            : ([
                ['A', write('number', total.numerator ?? 0)],
                ['B', write('number', total.denominator)],
              ] as const)),
        ]}
      />
      <TrendChart
        title={t('definitions.preview')}
        kind="line"
        height={180}
        unit={unitOf(unit)}
        axis={t('insight_field.period')}
        labels={periods.map((start) => periodName(start, 'day'))}
        starts={periods}
        unfinished={periods.length - complete}
        series={[
          {
            ...{ key: 'preview', name: metric.name, colour: 0 },
            values: points.map(({ value }) => drawnValue(unit, value)),
          },
        ]}
      />
    </>
  )
}
