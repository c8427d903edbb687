import { DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { At, useStatus } from './building.tsx'
import { type Known, KnownMany, KnownOne } from './KnownValues.tsx'
import { Choose } from './Pick.tsx'
import { DayField, Num, NumberField, SpanField, useCurrencySign } from './Pieces.tsx'
import type { Operator, ValueTest } from './rule.ts'
import { operatorGroups, scaled, type ValueType, withOperator } from './valueTest.ts'

/** An operator that fits the type, and what it compares with. */
export function ValueField(props: {
  test: ValueTest
  type: ValueType | undefined
  /** Whose values are offered while one is typed. */
  of: Known | undefined
  /** Its numbers are fen: typed and shown in the currency's unit. */
  isMoney?: boolean
  onChange: (test: ValueTest) => void
}) {
  const t = useTexts()
  const { test, type, onChange } = props
  const sign = useCurrencySign()
  const asked = props.isMoney
    ? {
        ...props,
        ...{ test: scaled(test, 0.01), of: undefined, prefix: sign },
        onChange: (next: ValueTest) => onChange(scaled(next, 100)),
      }
    : props
  return (
    <span className={styles.joined}>
      <Select<Operator>
        variant="filled"
        className={styles.choose}
        aria-label={t('audience_build.operator')}
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'label' }}
        listHeight={420}
        value={test.op}
        onChange={(op) => onChange(withOperator(test, op, type))}
        options={operatorGroups(type).map((group) => ({
          label: t(`audience_build.type_${group.type}`),
          options: group.operators.map((op) => ({ value: op, label: t(`audience_op.${op}`) })),
        }))}
      />
      <Compared {...asked} />
    </span>
  )
}

const VERSION = ['gt', 'gte', 'lt', 'lte', 'equal'] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

type Asked = Parameters<typeof ValueField>[0] & { prefix?: string | undefined }

function Compared(props: Asked) {
  const t = useTexts()
  const { test, onChange } = props
  const value = t('audience_build.value')
  switch (test.op) {
    case 'is_set':
    case 'not_set':
      return null
    case 'is':
    case 'is_not':
      return <Scalar {...props} test={test} />
    case 'in':
    case 'not_in':
      return (
        <At at={['values']}>
          <KnownMany
            label={value}
            of={props.of}
            values={test.values.map(String)}
            onChange={(values) =>
              onChange({ ...test, values: props.type === 'number' ? values.map(asNumber) : values })
            }
          />
        </At>
      )
    case 'contains_any':
    case 'has_any':
    case 'has_all':
    case 'has_none':
      return (
        <At at={['values']}>
          <KnownMany
            label={value}
            of={props.of}
            values={test.values}
            onChange={(values) => onChange({ ...test, values })}
          />
        </At>
      )
    case 'contains':
    case 'not_contains':
    case 'starts_with':
    case 'ends_with':
      return (
        <Words
          at="value"
          label={value}
          text={test.value}
          onChange={(next) => onChange({ ...test, value: next })}
        />
      )
    case 'matches':
      return (
        <Words
          at="pattern"
          label={t('audience_build.pattern')}
          text={test.pattern}
          onChange={(pattern) => onChange({ ...test, pattern })}
        />
      )
    case 'length':
      return (
        <At at={['is']}>
          <NumberField
            label={value}
            test={test.is}
            min={0}
            precision={0}
            onChange={(is) => onChange({ ...test, is })}
          />
        </At>
      )
    case 'version':
      return (
        <>
          <Choose
            label={t('audience_build.operator')}
            value={test.is}
            options={VERSION.map((is) => ({ value: is, label: t(`audience_version.${is}`) }))}
            onChange={(is) => onChange({ ...test, is })}
          />
          <Words
            at="value"
            label={t('audience_build.version')}
            text={test.value}
            onChange={(next) => onChange({ ...test, value: next })}
          />
        </>
      )
    case 'near':
      return (
        <>
          <Num
            label={t('audience_build.latitude')}
            prefix={t('audience_build.latitude')}
            min={-90}
            max={90}
            value={test.latitude}
            onChange={(latitude) => onChange({ ...test, latitude })}
          />
          <Num
            label={t('audience_build.longitude')}
            prefix={t('audience_build.longitude')}
            min={-180}
            max={180}
            value={test.longitude}
            onChange={(longitude) => onChange({ ...test, longitude })}
          />
          <Num
            label={t('audience_build.km')}
            suffix={t('audience_build.km')}
            min={0.001}
            max={20_100}
            value={test.km}
            onChange={(km) => onChange({ ...test, km })}
          />
        </>
      )
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return (
        <Num
          label={value}
          prefix={props.prefix}
          value={test.value}
          onChange={(next) => onChange({ ...test, value: next })}
        />
      )
    case 'count_gte':
    case 'count_lte':
      return (
        <Num
          label={value}
          min={0}
          precision={0}
          value={test.value}
          onChange={(next) => onChange({ ...test, value: next })}
        />
      )
    case 'between':
    case 'not_between':
      return (
        <>
          <Num
            label={t('audience_build.from')}
            prefix={props.prefix}
            value={test.from}
            onChange={(from) => onChange({ ...test, from })}
          />
          <span className={styles.words}>{t('audience_build.to_word')}</span>
          <At at={['to']}>
            <Num
              label={t('audience_build.to')}
              prefix={props.prefix}
              value={test.to}
              onChange={(to) => onChange({ ...test, to })}
            />
          </At>
        </>
      )
    case 'on':
    case 'before':
    case 'after':
      return (
        <DayField
          label={t('audience_build.day')}
          day={test.day}
          onChange={(day) => onChange({ ...test, day })}
        />
      )
    case 'between_days':
      return (
        <DatePicker.RangePicker
          variant="filled"
          allowClear={false}
          value={[dayjs(test.from), dayjs(test.to)]}
          onChange={(days) => {
            const [from, to] = days ?? []
            if (from && to)
              onChange({ ...test, from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') })
          }}
        />
      )
    case 'in_last':
    case 'more_than_ago':
    case 'in_next':
      return (
        <SpanField
          label={t('audience_build.span')}
          span={test.span}
          onChange={(span) => onChange({ ...test, span })}
        />
      )
    case 'anniversary_in':
      return (
        <>
          <span className={styles.words}>{t('audience_build.anniversary_from')}</span>
          <Num
            label={t('audience_build.anniversary_from')}
            min={0}
            max={365}
            precision={0}
            value={test.from_days}
            onChange={(from_days) => onChange({ ...test, from_days })}
          />
          <span className={styles.words}>{t('audience_build.to_word')}</span>
          <At at={['to_days']}>
            <Num
              label={t('audience_build.anniversary_to')}
              min={0}
              max={365}
              precision={0}
              value={test.to_days}
              onChange={(to_days) => onChange({ ...test, to_days })}
            />
          </At>
          <span className={styles.words}>{t('audience_build.anniversary_days')}</span>
        </>
      )
    case 'weekday':
      return <Weekdays days={test.days} onChange={(days) => onChange({ ...test, days })} />
  }
}

function Weekdays(props: { days: readonly number[]; onChange: (days: number[]) => void }) {
  const t = useTexts()
  return (
    <Select<number[]>
      mode="multiple"
      variant="filled"
      className={styles.pickMany}
      aria-label={t('audience_build.weekdays')}
      placeholder={t('audience_build.weekdays')}
      value={[...props.days]}
      onChange={(days) => props.onChange(days.toSorted((a, b) => a - b))}
      options={WEEKDAYS.map((day) => ({ value: day, label: t(`audience_weekday.${day}`) }))}
    />
  )
}

function Scalar(props: Asked & { test: ValueTest & { op: 'is' | 'is_not' } }) {
  const t = useTexts()
  const { test, type, onChange } = props
  const label = t('audience_build.value')
  if (type === 'boolean' || typeof test.value === 'boolean')
    return (
      <Choose
        label={label}
        value={String(test.value) === 'true' ? 'true' : 'false'}
        options={[
          { value: 'true', label: t('audience_say.yes') },
          { value: 'false', label: t('audience_say.no') },
        ]}
        onChange={(next) => onChange({ ...test, value: next === 'true' })}
      />
    )
  if (type === 'number')
    return (
      <Num
        label={label}
        prefix={props.prefix}
        value={Number(test.value) || 0}
        onChange={(value) => onChange({ ...test, value })}
      />
    )
  return (
    <At at={['value']}>
      <KnownOne
        label={label}
        of={props.of}
        value={String(test.value)}
        onChange={(value) => onChange({ ...test, value })}
      />
    </At>
  )
}

const asNumber = (text: string): string | number =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text

function Words(props: {
  at: string
  label: string
  text: string
  onChange: (text: string) => void
}) {
  return (
    <At at={[props.at]}>
      <TextBox {...props} />
    </At>
  )
}

export function TextBox(props: { label: string; text: string; onChange: (text: string) => void }) {
  const status = useStatus()
  return (
    <Input
      variant="filled"
      className={styles.text}
      status={status}
      aria-label={props.label}
      placeholder={props.label}
      value={props.text}
      onChange={(event) => props.onChange(event.target.value)}
    />
  )
}
