import { useQuery } from '@tanstack/react-query'
import { App, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { audiencesQuery } from '../audiences/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type Activity, changeActivity, createActivity, usePromotionChanged } from './api.ts'
import styles from './Promotion.module.css'

const MEASURES = [
  'orders',
  'sales_fen',
  'margin_fen',
  'new_customers',
  'returning_customers',
] as const
type Measure = (typeof MEASURES)[number]
const isMoney = (measure: Measure | undefined) => measure?.endsWith('_fen') ?? false

interface Objective {
  measure?: Measure
  target?: number | null
  note?: string
}
interface Fields {
  name: string
  time: [Dayjs, Dayjs]
  audiences?: string[]
  skus?: string[]
  categories?: string[]
  storefronts?: string[]
  carriers?: string[]
  budget?: number | null
  short?: Objective
  long?: Objective
}

const toObjective = (given: Objective | undefined) =>
  given?.measure && given.target
    ? {
        ...{ measure: given.measure, note: given.note ?? '' },
        target: Math.round(given.target * (isMoney(given.measure) ? 100 : 1)),
      }
    : null
const fromObjective = (given: Activity['short_objective']): Objective =>
  given ? { ...given, target: given.target / (isMoney(given.measure) ? 100 : 1) } : {}

/** A new activity, or one as it is: 人, 货, 场, its objectives and its budget. */
export function ActivityForm(props: { activity?: Activity; onClose: () => void }) {
  const { activity } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const audiences = useQuery(audiencesQuery({ limit: 200 }))
  const words = (
    <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
  )
  return (
    <FormDialog<Fields>
      title={t(activity ? 'activities.edit' : 'activities.new')}
      okText={t('action.save')}
      width={720}
      initial={
        activity
          ? ({
              ...{ name: activity.name, audiences: activity.audiences },
              time: [dayjs(activity.starts_at), dayjs(activity.ends_at)],
              ...{ skus: activity.goods.skus, categories: activity.goods.categories },
              ...{ storefronts: activity.storefronts, carriers: activity.carriers },
              budget: activity.budget_fen === null ? null : activity.budget_fen / 100,
              short: fromObjective(activity.short_objective),
              long: fromObjective(activity.long_objective),
            } as Partial<Fields>)
          : {}
      }
      save={(given) => {
        const body = {
          ...{ name: given.name.trim(), audiences: given.audiences ?? [] },
          starts_at: given.time[0].toISOString(),
          ends_at: given.time[1].toISOString(),
          goods: { skus: given.skus ?? [], categories: given.categories ?? [] },
          ...{ storefronts: given.storefronts ?? [], carriers: given.carriers ?? [] },
          budget_fen: given.budget == null ? null : Math.round(given.budget * 100),
          short_objective: toObjective(given.short),
          long_objective: toObjective(given.long),
        }
        return activity
          ? changeActivity(activity.id, { ...body, revision: activity.revision })
          : createActivity(body)
      }}
      onSaved={async () => {
        void message.success(t('activities.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('activities.name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="time"
          label={t('offers.time')}
          rules={[{ required: true, message: t('offers.needed') }]}
        >
          <DatePicker.RangePicker showTime style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="audiences"
          label={t('activities.people')}
          tooltip={t('activities.people_hint')}
        >
          <Select
            mode="multiple"
            optionFilterProp="label"
            options={(audiences.data?.items ?? []).map(({ id, name }) => ({
              value: id,
              label: name,
            }))}
          />
        </Form.Item>
        <Form.Item name="budget" label={t('activities.budget')}>
          <InputNumber min={0} precision={2} suffix={t('offers.yuan')} />
        </Form.Item>
        <Form.Item name="skus" label={t('activities.goods')}>
          {words}
        </Form.Item>
        <Form.Item name="categories" label={t('offers.categories')}>
          {words}
        </Form.Item>
        <Form.Item name="storefronts" label={t('activities.places')}>
          {words}
        </Form.Item>
        <Form.Item
          name="carriers"
          label={t('activities.carriers')}
          tooltip={t('activities.carriers_hint')}
        >
          {words}
        </Form.Item>
        {(['short', 'long'] as const).map((term) => (
          <ObjectiveFields key={term} term={term} />
        ))}
      </div>
    </FormDialog>
  )
}

function ObjectiveFields(props: { term: 'short' | 'long' }) {
  const t = useTexts()
  const { term } = props
  return (
    <div>
      <Form.Item
        name={[term, 'measure']}
        label={t(`activities.${term}_objective`)}
        tooltip={t('activities.objective_hint')}
      >
        <Select
          allowClear
          options={MEASURES.map((value) => ({ value, label: t(`activity_measure.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name={[term, 'target']} label={t('activities.target')}>
        <InputNumber min={0} precision={2} />
      </Form.Item>
      <Form.Item name={[term, 'note']} label={t('activities.note')}>
        <Input maxLength={500} />
      </Form.Item>
    </div>
  )
}
