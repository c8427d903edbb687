// The controls of spans, windows and compared numbers, as they stand inside a sentence.
import { DatePicker, InputNumber } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { At, useBuilding, useStatus } from './building.tsx'
import { Choose } from './Pick.tsx'
import type { CalendarUnit, NumberTest, Span, Unit, Window } from './rule.ts'
import { calendarText } from './say.ts'
import { NUMBER_OPERATORS, withNumberOperator } from './valueTest.ts'

const UNITS: readonly Unit[] = ['minute', 'hour', 'day', 'week', 'month', 'year']

export function Num(props: {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  precision?: number
  suffix?: string
  prefix?: string
}) {
  const status = useStatus()
  return (
    <InputNumber<number>
      variant="filled"
      className={styles.number}
      status={status}
      aria-label={props.label}
      min={props.min}
      max={props.max}
      precision={props.precision}
      prefix={props.prefix}
      suffix={props.suffix}
      controls={false}
      value={props.value}
      // What is empty while somebody types keeps the number before.
      onChange={(next) => next !== null && props.onChange(next)}
    />
  )
}

export function SpanField(props: {
  label: string
  span: Span
  onChange: (span: Span) => void
  units?: readonly Unit[]
}) {
  const t = useTexts()
  const { span, units = UNITS } = props
  return (
    <span className={styles.joined}>
      <Num
        label={props.label}
        value={span.n}
        min={1}
        max={10_000}
        precision={0}
        onChange={(n) => props.onChange({ ...span, n })}
      />
      <Choose
        label={t('audience_build.unit')}
        value={span.unit}
        options={units.map((unit) => ({ value: unit, label: t(`audience_unit_name.${unit}`) }))}
        onChange={(unit) => props.onChange({ ...span, unit })}
      />
    </span>
  )
}

const WINDOW_KINDS = ['last', 'calendar', 'days', 'since', 'before_last', 'ever'] as const
const CALENDAR_UNITS: readonly CalendarUnit[] = ['day', 'week', 'month', 'year']

function blankWindow(kind: Window['kind'], before: Window): Window {
  const today = dayjs().format('YYYY-MM-DD')
  const span: Span = 'span' in before ? before.span : { n: 30, unit: 'day' }
  switch (kind) {
    case 'ever':
      return { kind }
    case 'last':
    case 'before_last':
      return { kind, span }
    case 'days':
      return { kind, from: dayjs().subtract(29, 'day').format('YYYY-MM-DD'), to: today }
    case 'since':
      return { kind, from: 'from' in before ? before.from : today }
    case 'calendar':
      return { kind, unit: 'month', back: 0 }
  }
}

export function WindowField(props: { window: Window; onChange: (window: Window) => void }) {
  const t = useTexts()
  const { window, onChange } = props
  return (
    <span className={styles.joined}>
      <Choose
        label={t('audience_build.window')}
        value={window.kind}
        options={WINDOW_KINDS.map((kind) => ({
          value: kind,
          label: t(`audience_window_name.${kind}`),
        }))}
        onChange={(kind) => onChange(blankWindow(kind, window))}
      />
      {(window.kind === 'last' || window.kind === 'before_last') && (
        <SpanField
          label={t('audience_build.span')}
          span={window.span}
          onChange={(span) => onChange({ ...window, span })}
        />
      )}
      {window.kind === 'calendar' && <Calendar window={window} onChange={onChange} />}
      {window.kind === 'days' && (
        <At at={['to']}>
          <DatePicker.RangePicker
            variant="filled"
            allowClear={false}
            status={undefined}
            value={[dayjs(window.from), dayjs(window.to)]}
            onChange={(days) => {
              const [from, to] = days ?? []
              if (from && to)
                onChange({
                  kind: 'days',
                  from: from.format('YYYY-MM-DD'),
                  to: to.format('YYYY-MM-DD'),
                })
            }}
          />
        </At>
      )}
      {window.kind === 'since' && (
        <DayField
          label={t('audience_build.day')}
          day={window.from}
          onChange={(from) => onChange({ kind: 'since', from })}
        />
      )}
    </span>
  )
}

function Calendar(props: {
  window: Window & { kind: 'calendar' }
  onChange: (window: Window) => void
}) {
  const t = useTexts()
  const { sayer } = useBuilding()
  const { window, onChange } = props
  const shown = window.back > 1 ? 2 : window.back
  const options = CALENDAR_UNITS.flatMap((unit) =>
    [0, 1, 2].map((back) => ({
      value: `${unit}:${back}`,
      label:
        back === 2
          ? t(`audience_build.calendar_${unit}_before`)
          : calendarText({ kind: 'calendar', unit, back }, sayer),
    })),
  )
  return (
    <>
      <Choose
        label={t('audience_build.calendar')}
        value={`${window.unit}:${shown}`}
        options={options}
        onChange={(next) => {
          const [unit, back] = next.split(':')
          onChange({ kind: 'calendar', unit: unit as CalendarUnit, back: Number(back) })
        }}
      />
      {window.back > 1 && (
        <Num
          label={t('audience_build.calendar_back')}
          value={window.back}
          min={2}
          max={1_200}
          precision={0}
          onChange={(back) => onChange({ ...window, back })}
        />
      )}
    </>
  )
}

export function DayField(props: { label: string; day: string; onChange: (day: string) => void }) {
  const status = useStatus()
  return (
    <DatePicker
      variant="filled"
      allowClear={false}
      aria-label={props.label}
      status={status}
      value={props.day === '' ? null : dayjs(props.day)}
      onChange={(day) => day && props.onChange(day.format('YYYY-MM-DD'))}
    />
  )
}

/** Of the brand's currency, where amounts are typed. */
export function useCurrencySign(): string | undefined {
  const { sayer } = useBuilding()
  return new Intl.NumberFormat(sayer.language, {
    style: 'currency',
    currency: sayer.currency,
    currencyDisplay: 'narrowSymbol',
  })
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value
}

/** A number compared; `scale` stands between what is stored and what is typed: fen and yuan. */
export function NumberField(props: {
  label: string
  test: NumberTest
  onChange: (test: NumberTest) => void
  scale?: number
  precision?: number
  prefix?: string
  suffix?: string
  min?: number
}) {
  const t = useTexts()
  const { test, onChange, scale = 1 } = props
  const look = { precision: props.precision, prefix: props.prefix, min: props.min }
  const stored = (value: number) => (scale === 1 ? value : Math.round(value * scale * 1e6) / 1e6)
  return (
    <span className={styles.joined}>
      <Choose
        label={t('audience_build.operator')}
        value={test.op}
        options={NUMBER_OPERATORS.map((op) => ({ value: op, label: t(`audience_build.op_${op}`) }))}
        onChange={(op) => onChange(withNumberOperator(test, op))}
      />
      {'from' in test ? (
        <>
          <Num
            {...look}
            label={t('audience_build.from')}
            value={test.from / scale}
            onChange={(from) => onChange({ ...test, from: stored(from) })}
          />
          <span className={styles.words}>{t('audience_build.to_word')}</span>
          <At at={['to']}>
            <Num
              {...look}
              label={t('audience_build.to')}
              value={test.to / scale}
              onChange={(to) => onChange({ ...test, to: stored(to) })}
            />
          </At>
        </>
      ) : (
        <Num
          {...look}
          label={props.label}
          value={test.value / scale}
          onChange={(value) => onChange({ ...test, value: stored(value) })}
        />
      )}
      {props.suffix && <span className={styles.words}>{props.suffix}</span>}
    </span>
  )
}
