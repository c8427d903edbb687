import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { CopyFrom } from '../ui/CopyFrom.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { batchesQuery, offersQuery, usePromotionChanged } from './api.ts'
import {
  benefitsToTryQuery,
  changeExperiment,
  experimentsQuery,
  type NewOfferExperiment,
  type OfferExperiment,
  planExperiment,
} from './experimentApi.ts'
import styles from './Promotion.module.css'

const METRICS = ['margin', 'revenue', 'conversion', 'behaviour'] as const
interface ArmFields {
  code?: string
  name: string
  /** Percent. */
  share: number
  /** `nothing`, `offer:<id>`, `batch:<id>` or `benefit:<code>`. */
  given: string
}
interface Fields {
  name: string
  hypothesis: string
  metric: (typeof METRICS)[number]
  ends_at: Dayjs
  arms: ArmFields[]
  window_days: number
  refund_days: number
  planned_customers: number
  least_customers: number
  /** Percent. */
  alpha: number
  least_lift?: number | null
  margin_floor?: number | null
  refund_ceiling?: number | null
  /** Yuan. */
  budget?: number | null
}
const hundredfold = (value: number | null | undefined) =>
  value === null || value === undefined ? null : Math.round(value * 100)
const hundredth = (value: number | null) => (value === null ? null : value / 100)
function givenOf({ offer_id, batch_id, benefit_code }: OfferExperiment['arms'][number]): string {
  if (benefit_code !== null) return `benefit:${benefit_code}`
  if (batch_id !== null) return `batch:${batch_id}`
  return offer_id !== null ? `offer:${offer_id}` : 'nothing'
}

const fieldsOf = (e: OfferExperiment): Fields => ({
  ...{ name: e.name, hypothesis: e.hypothesis, metric: e.metric, ends_at: dayjs(e.ends_at) },
  arms: e.arms.map((arm) => ({
    ...{ code: arm.code, name: arm.name, share: arm.share / 100, given: givenOf(arm) },
  })),
  ...{ window_days: e.window_days, refund_days: e.refund_days, alpha: e.alpha * 100 },
  ...{ planned_customers: e.planned_customers, least_customers: e.least_customers },
  ...{ least_lift: hundredth(e.least_lift_bp), margin_floor: hundredth(e.margin_floor_bp) },
  ...{ refund_ceiling: hundredth(e.refund_ceiling_bp), budget: hundredth(e.budget_fen) },
})

/** Of an other one, all but its name, its end and the codes of its arms. */
const likeOther = (e: OfferExperiment): Partial<Fields> => {
  const { name: _, ends_at: __, arms, ...rest } = fieldsOf(e)
  return { ...rest, arms: arms.map(({ code: ___, ...arm }) => arm) }
}

/** Arms keep the code they have; a new one takes the next that is free. */
function armsOf(arms: readonly ArmFields[]): NewOfferExperiment['arms'] {
  const taken = new Set(arms.map((arm) => arm.code))
  let n = 0
  const free = (): string => {
    const code = `arm_${++n}`
    return taken.has(code) ? free() : code
  }
  return arms.map(({ code, name, share, given }) => {
    const [kind, id = null] = given.split(':')
    return {
      ...{ code: code ?? free(), name: name.trim(), share: Math.round(share * 100) },
      offer_id: kind === 'offer' ? id : null,
      batch_id: kind === 'batch' ? id : null,
      benefit_code: kind === 'benefit' ? id : null,
    }
  })
}

const bodyOf = (fields: Fields): NewOfferExperiment => ({
  ...{ name: fields.name.trim(), hypothesis: fields.hypothesis.trim(), metric: fields.metric },
  ...{ ends_at: fields.ends_at.toISOString(), arms: armsOf(fields.arms) },
  ...{ window_days: fields.window_days, refund_days: fields.refund_days },
  ...{ alpha: fields.alpha / 100, planned_customers: fields.planned_customers },
  ...{ least_customers: fields.least_customers, least_lift_bp: hundredfold(fields.least_lift) },
  margin_floor_bp: hundredfold(fields.margin_floor),
  refund_ceiling_bp: hundredfold(fields.refund_ceiling),
  budget_fen: hundredfold(fields.budget),
})

/** A new experiment, or the plan of one that has not begun. */
export function ExperimentForm(props: { experiment?: OfferExperiment; onClose: () => void }) {
  const { experiment } = props
  const t = useTexts()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const changed = usePromotionChanged()
  const [form] = Form.useForm<Fields>()
  const others = useQuery({ ...experimentsQuery({ limit: 50 }), enabled: !experiment })
  const needed = [{ required: true, message: t('offers.needed') }]
  const start: Partial<Fields> = {
    ...{ metric: 'margin', window_days: 14, refund_days: 7, alpha: 5, planned_customers: 5_000 },
    ...{ least_customers: 100, least_lift: 3, ends_at: dayjs().add(60, 'day').startOf('hour') },
    arms: [
      { name: t('offer_experiments.control'), share: 50, given: 'nothing' },
      { name: t('offer_experiments.treatment'), share: 50 } as ArmFields,
    ],
  }
  return (
    <FormDialog<Fields, OfferExperiment>
      title={t(experiment ? 'offer_experiments.edit' : 'offer_experiments.new')}
      okText={t('action.save')}
      width={760}
      form={form}
      words={t('offer_experiments.form_words')}
      initial={experiment ? fieldsOf(experiment) : start}
      save={(fields) =>
        experiment
          ? changeExperiment(experiment.id, { ...bodyOf(fields), version: experiment.version })
          : planExperiment(bodyOf(fields))
      }
      onSaved={async (saved) => {
        void message.success(t('group_buys.saved'))
        props.onClose()
        await changed()
        if (!experiment)
          await navigate({ to: '/offer-experiments', search: { experiment: saved.id } })
      }}
      onClose={props.onClose}
    >
      <CopyFrom
        from={others.data?.items}
        nameOf={({ name }) => name}
        keyOf={({ id }) => id}
        onCopy={(one) => form.setFieldsValue(likeOther(one))}
      />
      <Form.Item
        name="name"
        label={t('offer_experiments.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="hypothesis"
        label={t('offer_experiments.hypothesis')}
        tooltip={t('offer_experiments.hypothesis_hint')}
        rules={[{ required: true, whitespace: true, message: t('offers.needed') }]}
      >
        <Input.TextArea rows={2} maxLength={2_000} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item
          name="metric"
          label={t('offer_experiments.metric')}
          tooltip={t('offer_experiments.metric_hint')}
          rules={needed}
        >
          <Select
            options={METRICS.map((value) => ({
              value,
              label: t(`offer_experiment_metric.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="ends_at" label={t('offer_experiments.ends_at')} rules={needed}>
          <DatePicker showTime style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Arms />
      <h3 className={styles.part}>{t('offer_experiments.statistics')}</h3>
      <div className={styles.pair}>
        <Whole name="window_days" min={1} max={90} unit={t('offer_experiments.unit_days')} />
        <Whole name="refund_days" min={0} max={90} unit={t('offer_experiments.unit_days')} />
        <Whole name="planned_customers" min={10} max={100_000_000} />
        <Whole name="least_customers" min={10} max={1_000_000} />
        <Rate name="alpha" min={0.1} max={20} isNeeded />
        <Rate name="least_lift" min={0} max={100} />
      </div>
      <h3 className={styles.part}>{t('offer_experiments.guards')}</h3>
      <div className={styles.pair}>
        <Rate name="margin_floor" min={-100} max={100} />
        <Rate name="refund_ceiling" min={0} max={100} />
        <Form.Item
          name="budget"
          label={t('offer_experiments.budget')}
          tooltip={t('offer_experiments.budget_hint')}
        >
          <InputNumber min={0.01} precision={2} suffix={t('offers.yuan')} />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

function Whole(props: {
  name: 'window_days' | 'refund_days' | 'planned_customers' | 'least_customers'
  min: number
  max: number
  unit?: string
}) {
  const t = useTexts()
  return (
    <Form.Item
      name={props.name}
      label={t(`offer_experiments.${props.name}`)}
      tooltip={t(`offer_experiments.${props.name}_hint`)}
      rules={[{ required: true, message: t('offers.needed') }]}
    >
      <InputNumber min={props.min} max={props.max} precision={0} suffix={props.unit} />
    </Form.Item>
  )
}

function Rate(props: {
  name: 'alpha' | 'least_lift' | 'margin_floor' | 'refund_ceiling'
  min: number
  max: number
  isNeeded?: boolean
}) {
  const t = useTexts()
  return (
    <Form.Item
      name={props.name}
      label={t(`offer_experiments.${props.name}`)}
      tooltip={t(`offer_experiments.${props.name}_hint`)}
      rules={props.isNeeded ? [{ required: true, message: t('offers.needed') }] : []}
    >
      <InputNumber
        min={props.min}
        max={props.max}
        precision={2}
        suffix="%"
        placeholder={t('offer_experiments.not_asked')}
      />
    </Form.Item>
  )
}

function Arms() {
  const t = useTexts()
  const offers = useQuery(offersQuery({ source: 'offer', limit: 200 }))
  const batches = useQuery(batchesQuery({ limit: 200 }))
  const mayRead = useMay('membership:read')
  const benefits = useQuery({ ...benefitsToTryQuery, enabled: mayRead })
  const needed = [{ required: true, message: t('offers.needed') }]
  const options = [
    { value: 'nothing', label: t('offer_experiments.nothing') },
    {
      label: t('offer_experiments.an_offer'),
      options: (offers.data?.items ?? [])
        .filter(({ state }) => state !== 'ended')
        .map(({ id, name }) => ({ value: `offer:${id}`, label: name })),
    },
    {
      label: t('offer_experiments.a_coupon'),
      options: (batches.data?.items ?? [])
        .filter(
          ({ state, kind, is_takeable }) => state === 'open' && kind === 'personal' && !is_takeable,
        )
        .map(({ id, name }) => ({ value: `batch:${id}`, label: name })),
    },
    {
      label: t('offer_experiments.a_benefit'),
      options: (benefits.data?.items ?? [])
        .filter(({ is_retired, tried_by }) => !is_retired && tried_by === null)
        .map(({ code, name }) => ({ value: `benefit:${code}`, label: name })),
    },
  ].filter((group) => group.options === undefined || group.options.length > 0)
  return (
    <Form.List name="arms">
      {(arms, { add, remove }) => (
        <>
          {arms.map(({ key, name }) => (
            <fieldset key={key} className={styles.slot}>
              <legend>
                {name === 0
                  ? t('offer_experiments.control_arm')
                  : t('offer_experiments.arm_n', { n: name })}
              </legend>
              <div className={styles.row}>
                <Form.Item
                  name={[name, 'name']}
                  label={t('offer_experiments.arm_name')}
                  rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
                >
                  <Input maxLength={100} />
                </Form.Item>
                <Form.Item
                  name={[name, 'share']}
                  label={t('offer_experiments.share')}
                  rules={needed}
                >
                  <InputNumber min={0.01} max={100} precision={2} suffix="%" />
                </Form.Item>
                <Form.Item
                  name={[name, 'given']}
                  label={t('offer_experiments.given')}
                  rules={needed}
                >
                  <Select showSearch={{ optionFilterProp: 'label' }} options={options} />
                </Form.Item>
              </div>
              {name > 1 && (
                <Form.Item>
                  <Button size="small" onClick={() => remove(name)}>
                    {t('offer_experiments.remove_arm')}
                  </Button>
                </Form.Item>
              )}
            </fieldset>
          ))}
          {arms.length < 6 && (
            <Form.Item>
              <Button type="dashed" size="small" onClick={() => add({ share: 10 })}>
                {t('offer_experiments.add_arm')}
              </Button>
            </Form.Item>
          )}
        </>
      )}
    </Form.List>
  )
}
