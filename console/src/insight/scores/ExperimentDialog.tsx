import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { BuildingProvider } from '../../audiences/building.tsx'
import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import type { EventPattern } from '../../audiences/rule.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { blank } from '../examples.ts'
import { asPattern, asQuestion, eventsOf } from '../pattern.ts'
import { MONEY } from '../trends/draft.ts'
import {
  EXPERIMENTS,
  type Experiment,
  type NewExperiment,
  planExperiment,
  replanExperiment,
} from './api.ts'
import styles from './Scores.module.css'

interface Fields {
  name: string
  code: string
  hypothesis: string
  kind: 'experiment' | 'holdout'
  control: string
  treatment: string
  share: number
  metric: 'did' | 'count' | 'sum'
  window_days: number
  before_days: number
  planned_customers: number
}
const START: Fields = {
  ...{ name: '', code: '', hypothesis: '', kind: 'experiment', control: '', treatment: '' },
  ...{ share: 50, metric: 'did', window_days: 14, before_days: 28, planned_customers: 5_000 },
}
const CODE = /^[a-z][a-z0-9_]{0,49}$/

/** Two arms that share out everybody in whole hundredths; of other plans the API knows. */
export const isEditable = ({ state, arms: [control, treatment, ...more] }: Experiment): boolean =>
  state === 'planned' &&
  more.length === 0 &&
  (control?.share ?? 0) + (treatment?.share ?? 0) === 10_000 &&
  (treatment?.share ?? 0) % 100 === 0

function fieldsOf({ arms, metric, ...plan }: Experiment): Fields {
  const [control, treatment] = arms
  return {
    ...{ name: plan.name, code: plan.code, hypothesis: plan.hypothesis, kind: plan.kind },
    ...{ control: control?.name ?? '', treatment: treatment?.name ?? '' },
    share: (treatment?.share ?? 0) / 100,
    ...{ metric: metric.kind, window_days: plan.window_days, before_days: plan.before_days },
    planned_customers: plan.planned_customers,
  }
}

/** A new plan, or one that has not begun yet changed. */
export function ExperimentDialog(props: {
  experiment?: Experiment
  onPlanned: (id: string) => void
  onClose: () => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { experiment } = props
  const { choices, sayer } = useVocabulary()
  const [form] = Form.useForm<Fields>()
  const metric = Form.useWatch('metric', form) ?? experiment?.metric.kind ?? START.metric
  const kind = Form.useWatch('kind', form) ?? experiment?.kind ?? START.kind
  const [of, setOf] = useState<EventPattern>(() =>
    experiment ? asPattern(experiment.metric.of) : blank(),
  )
  const [property, setProperty] = useState(
    experiment?.metric.kind === 'sum' ? experiment.metric.property : MONEY,
  )
  const isIncomplete =
    of.any_of.some(({ event }) => event === '') || (metric === 'sum' && property === '')
  const needed = (label: string) => [{ required: true, whitespace: true, message: label }]
  return (
    <FormDialog<Fields, { id: string }>
      title={t(experiment ? 'experiments.replan' : 'experiments.plan')}
      okText={t(experiment ? 'experiments.replan_ok' : 'experiments.plan')}
      width={640}
      form={form}
      initial={experiment ? fieldsOf(experiment) : START}
      isIncomplete={isIncomplete}
      words={t('experiments.plan_words')}
      save={(fields) => {
        const plan = asked(fields, of, property)
        return experiment ? replanExperiment(experiment, plan) : planExperiment(plan)
      }}
      onSaved={async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: EXPERIMENTS })
        props.onPlanned(id)
      }}
      onClose={props.onClose}
    >
      <Form.Item name="kind">
        <Segmented
          disabled={experiment !== undefined}
          options={(['experiment', 'holdout'] as const).map((value) => ({
            value,
            label: t(`experiment_kind.${value}`),
          }))}
        />
      </Form.Item>
      {kind === 'holdout' && <p className={styles.words}>{t('experiments.holdout_words')}</p>}
      <div className={styles.halves}>
        <Form.Item name="name" label={t('experiments.name')} rules={needed(t('experiments.name'))}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('experiments.code')}
          rules={[{ required: true, pattern: CODE, message: t('experiments.code_words') }]}
        >
          <Input maxLength={50} placeholder="greeting_voice" disabled={experiment !== undefined} />
        </Form.Item>
      </div>
      <Form.Item
        name="hypothesis"
        label={t('experiments.hypothesis')}
        extra={t('experiments.hypothesis_words')}
        rules={needed(t('experiments.hypothesis'))}
      >
        <Input.TextArea rows={2} maxLength={2_000} />
      </Form.Item>
      <div className={styles.halves}>
        <Form.Item
          name="control"
          label={t(kind === 'holdout' ? 'experiments.held' : 'experiments.control')}
          rules={needed(t('experiments.control'))}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="treatment"
          label={t(kind === 'holdout' ? 'experiments.others' : 'experiments.treatment')}
          rules={needed(t('experiments.treatment'))}
        >
          <Input maxLength={100} />
        </Form.Item>
      </div>
      <Form.Item
        name="share"
        label={t(kind === 'holdout' ? 'experiments.share_others' : 'experiments.share')}
        rules={[{ required: true, message: t('experiments.share') }]}
      >
        <InputNumber min={1} max={99} suffix="%" style={{ width: 140 }} />
      </Form.Item>
      <Form.Item name="metric" label={t('experiments.metric')}>
        <Segmented
          options={(['did', 'count', 'sum'] as const).map((value) => ({
            value,
            label: t(`experiment_metric.${value}`),
          }))}
        />
      </Form.Item>
      <BuildingProvider building={{ choices, sayer }}>
        <Form.Item>
          <EventField pattern={of} onChange={setOf} />
          {metric === 'sum' && (
            <PropertyField
              events={eventsOf([of])}
              value={property}
              numbersOnly
              onChange={setProperty}
            />
          )}
        </Form.Item>
      </BuildingProvider>
      <div className={styles.halves}>
        <Form.Item name="window_days" label={t('experiments.window')}>
          <InputNumber min={1} max={365} />
        </Form.Item>
        <Form.Item
          name="before_days"
          label={t('experiments.before')}
          extra={t('experiments.before_words')}
        >
          <InputNumber min={0} max={365} />
        </Form.Item>
        <Form.Item
          name="planned_customers"
          label={t('experiments.planned')}
          extra={t('experiments.planned_words')}
        >
          <InputNumber min={10} max={100_000_000} />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

function asked(fields: Fields, of: EventPattern, property: string): NewExperiment {
  const { control, treatment, share, metric, ...rest } = fields
  const pattern = asQuestion(of)
  return {
    ...rest,
    arms: [
      { code: 'control', name: control, share: Math.round((100 - share) * 100) },
      { code: 'treatment', name: treatment, share: Math.round(share * 100) },
    ],
    metric:
      metric === 'sum' ? { kind: metric, of: pattern, property } : { kind: metric, of: pattern },
  }
}
