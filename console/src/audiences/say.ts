// The smallest parts of a rule in words: spans, windows, comparisons, events.
import { money } from '../format/money.ts'
import { exactNumber } from '../format/number.ts'
import type { Language } from '../i18n/language.ts'
import type { useTexts } from '../i18n/texts.ts'
import type { Labels } from './labels.ts'
import {
  type EventPattern,
  type NumberTest,
  OF_CUSTOMER,
  type Span,
  type ValueTest,
  type Where,
  type Window,
} from './rule.ts'

export interface Sayer {
  t: ReturnType<typeof useTexts>
  labels: Labels
  language: Language
  currency: string
  /** How many of a list are named before the rest is only counted; all of them when absent. */
  most?: number
}

export const REVENUE = 'revenue_fen'
/** What every event carries besides its properties, by the API's names without their beginning. */
export const FIELDS = [
  'platform',
  'source',
  'page_path',
  'page_title',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'store_id',
  'staff_id',
  'channel_id',
  'activity_id',
  'content_id',
  'currency',
  REVENUE,
] as const
export const FIELD = 'event.'

/** Of an event or, in a question, of its customer: its numbers are fen. */
export const isMoneyProperty = (property: string, { isMoney }: Pick<Labels, 'isMoney'>): boolean =>
  property === FIELD + REVENUE ||
  (property.startsWith(OF_CUSTOMER) && isMoney(property.slice(OF_CUSTOMER.length)))

export const spanText = (span: Span, { t }: Sayer): string =>
  t(`audience_unit.${span.unit}`, { count: span.n })

export function windowText(window: Window, sayer: Sayer): string {
  const { t } = sayer
  switch (window.kind) {
    case 'ever':
      return ''
    case 'last':
    case 'before_last':
      return t(`audience_window.${window.kind}`, { span: spanText(window.span, sayer) })
    case 'days':
      return t('audience_window.days', { from: window.from, to: window.to })
    case 'since':
      return t('audience_window.since', { from: window.from })
    case 'calendar':
      return calendarText(window, sayer)
  }
}

export function calendarText({ unit, back }: Window & { kind: 'calendar' }, { t }: Sayer): string {
  if (back > 1) return t(`audience_calendar.${unit}_n`, { count: back })
  return t(`audience_calendar.${unit}_${back === 0 ? 0 : 1}`)
}

/** As `windowText`, where a sentence needs a word even for "any time". */
export const whenText = (window: Window, sayer: Sayer): string =>
  windowText(window, sayer) || sayer.t('audience_window.ever')

export function numberText(
  test: NumberTest,
  sayer: Sayer,
  write: (value: number) => string = exactNumber,
): string {
  return 'from' in test
    ? sayer.t(`audience_number.${test.op}`, { from: write(test.from), to: write(test.to) })
    : sayer.t(`audience_number.${test.op}`, { value: write(test.value) })
}

export const fenText = (fen: number, { currency, language }: Sayer) =>
  money(fen, currency, language)

export function listText(values: readonly (string | number)[], sayer: Sayer): string {
  const { t, most } = sayer
  const written = values.map((value) => (typeof value === 'number' ? exactNumber(value) : value))
  if (written.length === 0) return t('audience_say.nothing')
  if (most === undefined || written.length <= most) return written.join(t('list.and'))
  return t('audience_say.more', {
    listed: written.slice(0, most).join(t('list.and')),
    count: written.length,
  })
}

function wordOf(value: string | number | boolean, { t }: Sayer): string {
  if (typeof value === 'number') return exactNumber(value)
  if (typeof value === 'boolean') return t(value ? 'audience_say.yes' : 'audience_say.no')
  return value === '' ? t('audience_say.nothing') : value
}

/** @param name of one value, where the brand calls it otherwise than the data does */
export function valueText(
  test: ValueTest,
  sayer: Sayer,
  name: (value: string | number) => string | number = (value) => value,
  write: (value: number) => string = exactNumber,
): string {
  const { t } = sayer
  switch (test.op) {
    case 'length':
      return t('audience_is.length', { is: numberText(test.is, sayer) })
    case 'version':
      return t('audience_is.version', {
        is: t(`audience_version.${test.is}`),
        value: wordOf(test.value, sayer),
      })
    case 'in_last':
    case 'more_than_ago':
    case 'in_next':
      return t(`audience_is.${test.op}`, { span: spanText(test.span, sayer) })
    case 'weekday':
      return t('audience_is.weekday', {
        days: listText(
          test.days.map((day) => t(`audience_weekday.${day as 1}`)),
          sayer,
        ),
      })
    case 'anniversary_in':
      if (test.to_days === 0) return t('audience_is.anniversary_today')
      return test.from_days === 0
        ? t('audience_is.anniversary_next', { to_days: test.to_days })
        : t('audience_is.anniversary_in', test)
    case 'near':
      return t('audience_is.near', test)
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'between':
    case 'not_between':
      return numberText(test, sayer, write)
    case 'count_gte':
    case 'count_lte':
      return t(`audience_is.${test.op}`, { value: exactNumber(test.value) })
    default:
      if ('values' in test)
        return t(`audience_is.${test.op}`, {
          values: listText(
            test.values.map((value) => name(value)),
            sayer,
          ),
        })
      if ('value' in test)
        return t(`audience_is.${test.op}`, {
          value: wordOf(typeof test.value === 'boolean' ? test.value : name(test.value), sayer),
        })
      return t(`audience_is.${test.op}`, { ...test })
  }
}

/** Fen in the brand's currency. */
function amountText(test: ValueTest, sayer: Sayer): string {
  const write = (fen: number) => fenText(fen, sayer)
  return valueText(
    test,
    sayer,
    (value) => (typeof value === 'number' ? write(value) : value),
    write,
  )
}

/** Of an attribute: codes by what they are called, sums of money in the brand's currency. */
export const attributeText = (name: string, test: ValueTest, sayer: Sayer): string =>
  sayer.labels.isMoney(name)
    ? amountText(test, sayer)
    : valueText(test, sayer, (value) =>
        typeof value === 'string' ? sayer.labels.attributeValue(name, value) : value,
      )

/** Of a property of an event. */
export const propertyText = (property: string, test: ValueTest, sayer: Sayer): string =>
  isMoneyProperty(property, sayer.labels) ? amountText(test, sayer) : valueText(test, sayer)

/** Properties of events whose values are codes that the brand names. */
export const codePlaces = (labels: Labels): Record<string, (value: string) => string> => ({
  [`${FIELD}channel_id`]: labels.channel,
  [`${FIELD}activity_id`]: (value) => labels.code('activity', value),
  [`${FIELD}content_id`]: (value) => labels.code('content', value),
  [`${FIELD}utm_campaign`]: (value) => labels.code('campaign', value),
  // Where none is told the activity stands for it.
  hook: (value) => {
    const name = labels.code('hook', value)
    return name === value ? labels.code('activity', value) : name
  },
})

export function whereText({ property, is }: Where, sayer: Sayer): string {
  const { labels, t } = sayer
  const name = property === '' ? t('audience_say.nothing') : labels.property(property)
  if (isMoneyProperty(property, labels)) return `${name} ${propertyText(property, is, sayer)}`
  const places: Record<string, (value: string) => string> = {
    [`${FIELD}platform`]: labels.platform,
    [`${FIELD}store_id`]: labels.store,
    [`${FIELD}staff_id`]: labels.guide,
    ...codePlaces(labels),
  }
  const called =
    places[property] ??
    (property.startsWith(OF_CUSTOMER)
      ? (value: string) => labels.attributeValue(property.slice(OF_CUSTOMER.length), value)
      : undefined)
  const words = valueText(is, sayer, called && ((value) => called(String(value))))
  return `${name} ${words}`
}

export function eventText(pattern: EventPattern, sayer: Sayer): string {
  const { t, labels } = sayer
  return pattern.any_of
    .map(({ event, where }) => {
      const name = event === '' ? t('audience_say.nothing') : labels.event(event)
      if (where.length === 0) return name
      const conditions = where.map((one) => whereText(one, sayer))
      return (
        name + t('audience_say.where', { conditions: conditions.join(t('audience_say.where_and')) })
      )
    })
    .join(t('audience_say.event_or'))
}

const HAN = '\\p{Script=Han}'
const SIGN = '[\\p{Script=Han}，。：；（）「」、…]'
const CLOSE: [RegExp, string][] = [
  [new RegExp(`(?<=${SIGN}) (?=${SIGN})`, 'gu'), ''],
  [/ (?=[，。：；（）「」、])|(?<=[，。：；（）「」、]) /g, ''],
  [new RegExp(`(?<=${HAN})(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=${HAN})`, 'gu'), ' '],
]

/** Chinese signs stand close to each other and a little apart from Latin ones; empty gaps close. */
export function tidy(text: string, language: Language): string {
  const single = text
    .replace(/\s+/g, ' ')
    .replace(/ ([,)])/g, '$1')
    .trim()
  if (language === 'en') return single
  return CLOSE.reduce((said, [gap, by]) => said.replace(gap, by), single)
}
