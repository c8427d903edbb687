import { useMutation, useQuery } from '@tanstack/react-query'
import {
  App,
  Button,
  DatePicker,
  Drawer,
  Form,
  Input,
  InputNumber,
  Radio,
  Select,
  Skeleton,
  Switch,
} from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { audiencesQuery } from '../audiences/api.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { ArgsFields } from './ArgsFields.tsx'
import {
  activitiesQuery,
  changeOffer,
  createOffer,
  kindsQuery,
  type Offer,
  offerGroupsQuery,
  usePromotionChanged,
} from './api.ts'
import { DryRun } from './DryRun.tsx'
import styles from './Promotion.module.css'
import { fromForm, type Schema, toForm, type Value } from './schema.ts'

export const KIND_CODES = [
  ...(['amount', 'percentage', 'steps', 'fixed_price', 'buy_get', 'bundle'] as const),
  ...(['free_shipping', 'gift'] as const),
] as const
export type KindCode = (typeof KIND_CODES)[number]
export const kindOf = (text: string | undefined): KindCode | undefined =>
  KIND_CODES.find((kind) => kind === text)
const SCOPES = ['all', 'customer', 'day', 'store'] as const

type Words = string[] | undefined
export interface Fields {
  name: string
  source: 'offer' | 'coupon'
  activity_id?: string | undefined
  kind: KindCode
  args?: Value
  time?: [Dayjs | null, Dayjs | null] | null
  goods?: { skus?: Words; products?: Words; categories?: Words }
  needs?: { fen?: number; pieces?: number }
  who?: {
    audiences?: Words
    not_audiences?: Words
    levels?: Words
    new_only?: boolean
    hours_from_added?: number
  }
  where?: { storefronts?: Words; channels?: Words }
  when?: { weekdays?: number[]; month_days?: number[] }
  priority?: number
  group?: string | undefined
  exclusive?: boolean
  most_fen?: number
  limits?: Value
}

const filled = (words: Words) => (words && words.length > 0 ? words : undefined)
const some = <T extends object>(given: T): T | undefined =>
  Object.values(given).some((value) => value !== undefined) ? given : undefined

/** As the server reads them; what is not said is left out. */
export function termsOf(fields: Fields): Record<string, unknown> {
  const [from, to] = fields.time ?? []
  const { who = {}, goods = {}, where = {}, when = {} } = fields
  const money = fromForm({
    ...{ needs: { fen: fields.needs?.fen, pieces: fields.needs?.pieces } },
    most_fen: fields.most_fen,
  }) as Record<string, unknown>
  const parts = {
    goods: some({
      skus: filled(goods.skus),
      products: filled(goods.products),
      categories: filled(goods.categories),
    }),
    who: some({
      audiences: filled(who.audiences),
      not_audiences: filled(who.not_audiences),
      levels: filled(who.levels),
      new_only: who.new_only || undefined,
      hours_from_added: who.hours_from_added ?? undefined,
    }),
    where: some({ storefronts: filled(where.storefronts), channels: filled(where.channels) }),
    when: some({
      from: from?.toISOString(),
      to: to?.toISOString(),
      weekdays: when.weekdays && when.weekdays.length > 0 ? when.weekdays : undefined,
      month_days: when.month_days && when.month_days.length > 0 ? when.month_days : undefined,
    }),
  }
  return {
    ...{ kind: fields.kind, args: fromForm(fields.args ?? {}) ?? {}, ...money },
    ...{ priority: fields.priority ?? 0, exclusive: fields.exclusive ?? false },
    ...(fields.group && { group: fields.group }),
    ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)),
  }
}

function fieldsOf(offer: Offer): Partial<Fields> {
  const terms = offer.terms as Record<string, Value> & {
    when?: { from?: string; to?: string; weekdays?: number[]; month_days?: number[] }
  }
  const { from, to } = terms.when ?? {}
  return {
    ...(terms as Partial<Fields>),
    ...{ name: offer.name, source: offer.source, activity_id: offer.activity_id ?? undefined },
    args: toForm(terms.args),
    needs: toForm(terms.needs ?? {}) as Fields['needs'],
    ...(typeof terms.most_fen === 'number' && { most_fen: terms.most_fen / 100 }),
    time: [from ? dayjs(from) : null, to ? dayjs(to) : null],
    limits: toForm(offer.limits as Value),
  }
}

/** What the form does not show stays as it is. */
function mergedTerms(offer: Offer | undefined, fields: Fields): Record<string, unknown> {
  const made = termsOf(fields)
  if (!offer) return made
  const before = offer.terms as Record<string, Record<string, unknown> | undefined>
  const { not_with } = offer.terms
  const slots = before.when?.slots
  const not = before.goods?.not
  return {
    ...made,
    ...(not_with !== undefined && { not_with }),
    ...(slots !== undefined && { when: { ...(made.when as object), slots } }),
    ...(not !== undefined && { goods: { ...(made.goods as object), not } }),
  }
}

/**
 * A new offer or one as it is: its kind draws its form, and a basket beside it tries it.
 * @param props.from what a new one begins with, but for its name and its time
 */
export function OfferEditor(props: {
  offer?: Offer | undefined
  from?: Offer
  onClose: () => void
}) {
  const { offer, from } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const kinds = useQuery(kindsQuery)
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? kindOf((offer ?? from)?.kind) ?? 'amount'
  const fields = Form.useWatch((values) => values as Fields, { form, preserve: true })
  const schema = kinds.data?.kinds.find(({ code }) => code === kind)?.args as Schema | undefined
  const saving = useMutation({
    mutationFn: (given: Fields) => {
      const body = {
        ...{ name: given.name.trim(), activity_id: given.activity_id ?? null },
        terms: mergedTerms(offer ?? from, given),
        limits: limitsOf(given.limits),
      }
      return offer
        ? changeOffer(offer.id, { ...body, version: offer.version })
        : createOffer({ ...body, source: given.source })
    },
    onSuccess: async () => {
      void message.success(t('offers.saved'))
      props.onClose()
      await changed()
    },
  })
  return (
    <Drawer
      open
      size={860}
      title={t(offer ? 'offers.edit' : 'offers.new')}
      onClose={props.onClose}
      extra={
        <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
          {t('action.save')}
        </Button>
      }
    >
      {saving.error && <ErrorNote error={saving.error} />}
      {kinds.error ? (
        <ErrorPanel error={kinds.error} onRetry={() => void kinds.refetch()} />
      ) : !schema ? (
        <Skeleton active />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={
            offer
              ? fieldsOf(offer)
              : from
                ? { ...fieldsOf(from), name: '', time: null }
                : { source: 'offer', kind: 'amount', priority: 0 }
          }
          onFinish={(given) => saving.mutate({ ...form.getFieldsValue(true), ...given })}
        >
          <div className={styles.pair}>
            <Form.Item
              name="name"
              label={t('offers.name')}
              rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
            >
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item name="source" label={t('offers.source')} tooltip={t('offers.source_hint')}>
              <Radio.Group
                disabled={offer !== undefined}
                options={(['offer', 'coupon'] as const).map((value) => ({
                  value,
                  label: t(`offer_source.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item name="kind" label={t('offers.kind')} extra={t(`offer_kind_words.${kind}`)}>
              <Select
                options={KIND_CODES.map((value) => ({ value, label: t(`offer_kind.${value}`) }))}
                onChange={() => form.setFieldValue('args', {})}
              />
            </Form.Item>
            <Form.Item name="time" label={t('offers.time')}>
              <DatePicker.RangePicker
                showTime
                allowEmpty={[true, true]}
                style={{ width: '100%' }}
              />
            </Form.Item>
            <ArgsFields key={kind} schema={schema} path={['args']} />
          </div>
          <Conditions />
          <LimitFields />
          <DryRun
            offer={offer}
            source={fields?.source ?? (offer ?? from)?.source ?? 'offer'}
            name={fields?.name ?? offer?.name ?? ''}
            terms={fields ? mergedTerms(offer ?? from, { ...fields, kind }) : undefined}
          />
        </Form>
      )}
    </Drawer>
  )
}

type Limits = NonNullable<Parameters<typeof changeOffer>[1]['limits']>
function limitsOf(value: Value): Limits {
  const given = (fromForm(value ?? {}) ?? {}) as Record<string, Record<string, number>>
  return Object.fromEntries(
    Object.entries(given).filter(([, most]) => Object.keys(most).length > 0),
  ) as Limits
}

function Conditions() {
  const t = useTexts()
  const groups = useQuery(offerGroupsQuery)
  const audiences = useQuery(audiencesQuery({ limit: 200 }))
  const activities = useQuery(activitiesQuery({ limit: 200 }))
  const named = (audiences.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const words = (
    <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} suffixIcon={null} />
  )
  return (
    <div className={styles.pair}>
      <Form.Item name="activity_id" label={t('offers.activity')}>
        <Select
          allowClear
          options={(activities.data?.items ?? []).map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="group" label={t('offers.group')} tooltip={t('offers.group_hint')}>
        <Select
          allowClear
          options={(groups.data?.items ?? []).map(({ code, name }) => ({
            value: code,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name={['goods', 'skus']} label={t('offers.skus')} tooltip={t('offers.goods_hint')}>
        {words}
      </Form.Item>
      <Form.Item name={['goods', 'categories']} label={t('offers.categories')}>
        {words}
      </Form.Item>
      <Form.Item name={['needs', 'fen']} label={t('offers.needs_fen')}>
        <InputNumber min={0} precision={2} suffix={t('offers.yuan')} />
      </Form.Item>
      <Form.Item name={['needs', 'pieces']} label={t('offers.needs_pieces')}>
        <InputNumber min={1} precision={0} />
      </Form.Item>
      <Form.Item name={['who', 'audiences']} label={t('offers.audiences')}>
        <Select mode="multiple" optionFilterProp="label" options={named} />
      </Form.Item>
      <Form.Item name={['who', 'not_audiences']} label={t('offers.not_audiences')}>
        <Select mode="multiple" optionFilterProp="label" options={named} />
      </Form.Item>
      <Form.Item name={['who', 'levels']} label={t('offers.levels')}>
        {words}
      </Form.Item>
      <Form.Item name={['where', 'storefronts']} label={t('offers.storefronts')}>
        {words}
      </Form.Item>
      <Form.Item
        name={['who', 'new_only']}
        label={t('offers.new_only')}
        tooltip={t('offers.new_only_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name={['who', 'hours_from_added']}
        label={t('offers.hours_from_added')}
        tooltip={t('offers.hours_hint')}
      >
        <InputNumber min={1} max={8760} precision={0} />
      </Form.Item>
      <Form.Item name={['when', 'weekdays']} label={t('offers.weekdays')}>
        <Select
          mode="multiple"
          options={([1, 2, 3, 4, 5, 6, 7] as const).map((value) => ({
            value,
            label: t(`offer_weekday.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item
        name={['when', 'month_days']}
        label={t('offers.month_days')}
        tooltip={t('offers.month_days_hint')}
      >
        <Select
          mode="multiple"
          options={Array.from({ length: 31 }, (_, i) => ({
            value: i + 1,
            label: t('offers.day_of_month', { day: i + 1 }),
          }))}
        />
      </Form.Item>
      <Form.Item name="most_fen" label={t('offers.most_fen')}>
        <InputNumber min={0.01} precision={2} suffix={t('offers.yuan')} />
      </Form.Item>
      <Form.Item name="priority" label={t('offers.priority')} tooltip={t('offers.priority_hint')}>
        <InputNumber min={-1000} max={1000} precision={0} />
      </Form.Item>
      <Form.Item
        name="exclusive"
        label={t('offers.exclusive')}
        tooltip={t('offers.exclusive_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
    </div>
  )
}

function LimitFields() {
  const t = useTexts()
  return (
    <div className={styles.pair}>
      {SCOPES.map((scope) => (
        <Form.Item key={scope} label={t(`offer_limit.${scope}`)}>
          <div className={styles.pair}>
            <Form.Item noStyle name={['limits', scope, 'uses']}>
              <InputNumber
                min={1}
                precision={0}
                suffix={t('offers.times')}
                aria-label={`${t(`offer_limit.${scope}`)} ${t('offers.times')}`}
              />
            </Form.Item>
            <Form.Item noStyle name={['limits', scope, 'fen']}>
              <InputNumber
                min={0.01}
                precision={2}
                suffix={t('offers.yuan')}
                aria-label={`${t(`offer_limit.${scope}`)} ${t('offers.yuan')}`}
              />
            </Form.Item>
          </div>
        </Form.Item>
      ))}
    </div>
  )
}
