// A rule as the sentence that an operator would say.
import { exactNumber, percent } from '../format/number.ts'
import { OFFER_PARTS, type OfferPart } from './labels.ts'
import type { Leaf, LeafOf, Measure, NumberTest, OrderMeasure, OrderWhere, Rule } from './rule.ts'
import {
  attributeText,
  eventText,
  fenText,
  isMoneyProperty,
  listText,
  numberText,
  propertyText,
  type Sayer,
  spanText,
  tidy,
  whenText,
  windowText,
} from './say.ts'

export const ruleText = (rule: Rule, sayer: Sayer): string =>
  tidy(say(rule, sayer, false), sayer.language)

function say(rule: Rule, sayer: Sayer, isInside: boolean): string {
  const { t } = sayer
  if (rule.kind === 'not') return sayNot(rule.rule, sayer)
  if (rule.kind !== 'all' && rule.kind !== 'any') return leafText(rule, sayer)
  if (rule.rules.length === 0) return t('audience_say.empty')
  const isAlone = rule.rules.length === 1
  const said = rule.rules
    .map((one) => say(one, sayer, !isAlone || isInside))
    .join(t(rule.kind === 'all' ? 'audience_say.and' : 'audience_say.or'))
  return isInside && !isAlone ? t('audience_say.group', { rule: said }) : said
}

const OPPOSITE = { in: 'not_in', not_in: 'in' } as const

function sayNot(rule: Rule, sayer: Sayer): string {
  const { t } = sayer
  if (rule.kind === 'did' && isSome(rule.times))
    return leafText({ ...rule, times: { op: 'is', value: 0 } }, sayer)
  if (rule.kind === 'audience') return leafText({ ...rule, is: OPPOSITE[rule.is] }, sayer)
  if (rule.kind === 'known') return t('audience_leaf.known_not')
  return t('audience_say.not', { rule: say(rule, sayer, false) })
}

export const isSome = (times: NumberTest) => times.op === 'gte' && times.value === 1
export const isNever = (times: NumberTest) =>
  (times.op === 'is' && times.value === 0) ||
  (times.op === 'lt' && times.value === 1) ||
  (times.op === 'lte' && times.value === 0)

function leafText(leaf: Leaf, sayer: Sayer): string {
  const { t, labels } = sayer
  const nothing = t('audience_say.nothing')
  const named = (names: readonly string[], label: (name: string) => string) =>
    listText(names.map(label), sayer)
  const count = (unit: 'times' | 'touchpoints') => (n: number) =>
    t(`audience_count.${unit}`, { count: n })
  switch (leaf.kind) {
    case 'everybody':
    case 'known':
      return t(`audience_leaf.${leaf.kind}`)
    case 'joined':
      return t('audience_leaf.joined', { window: whenText(leaf.window, sayer) })
    case 'attribute':
      return t('audience_leaf.attribute', {
        name: leaf.name === '' ? nothing : labels.attribute(leaf.name),
        is: attributeText(leaf.name, leaf.is, sayer),
      })
    case 'attribute_held':
      return t('audience_leaf.attribute_held', {
        name: leaf.name === '' ? nothing : labels.attribute(leaf.name),
        is: attributeText(leaf.name, leaf.is, sayer),
        at_least: spanText(leaf.at_least, sayer),
      })
    case 'tags':
      return t('audience_leaf.tags', {
        match: t(`audience_tags.${leaf.match}`),
        tags: listText(leaf.tags, sayer),
      })
    case 'tagged':
      return t('audience_leaf.tagged', {
        window: windowText(leaf.window, sayer),
        tag: leaf.tag || nothing,
      })
    case 'consent':
      return t('audience_leaf.consent', {
        purpose: labels.purpose(leaf.purpose),
        channel: labels.medium(leaf.channel),
        state: labels.consentState(leaf.state),
      })
    case 'friend':
      return t('audience_leaf.friend', {
        state: t(`audience_friend.${leaf.state}`),
        staff: leaf.staff
          ? t('audience_friend.staff', { names: named(leaf.staff, labels.guide) })
          : '',
        channels: leaf.channels
          ? t('audience_friend.channels', { names: named(leaf.channels, labels.channel) })
          : '',
        window:
          leaf.window.kind === 'ever'
            ? ''
            : t('audience_friend.window', { window: windowText(leaf.window, sayer) }),
      })
    case 'store':
      return t('audience_leaf.store', { stores: named(leaf.stores, labels.store) })
    case 'guide':
      return t('audience_leaf.guide', { guides: named(leaf.guides, labels.guide) })
    case 'touchpoints':
      return t('audience_leaf.touchpoints', {
        kinds: leaf.kinds ? named(leaf.kinds, labels.touchpoint) : t('audience_touchpoint.any'),
        live: numberText(leaf.live, sayer, count('touchpoints')),
      })
    case 'group':
      return t('audience_leaf.group', {
        groups: leaf.groups ? named(leaf.groups, (group) => group) : t('audience_group.any'),
        window:
          leaf.window.kind === 'ever'
            ? ''
            : t('audience_friend.window', { window: windowText(leaf.window, sayer) }),
      })
    case 'identifier':
      return t('audience_leaf.identifier', { namespaces: named(leaf.namespaces, labels.namespace) })
    case 'platform':
      return t('audience_leaf.platform', { platforms: named(leaf.platforms, labels.platform) })
    case 'family':
      return t('audience_leaf.family', {
        roles: leaf.roles ? ` ${named(leaf.roles, labels.kin)}` : '',
      })
    case 'did': {
      const parts = {
        window: windowText(leaf.window, sayer),
        event: eventText(leaf.event, sayer),
      }
      if (isNever(leaf.times)) return t('audience_leaf.did_none', parts)
      if (isSome(leaf.times)) return t('audience_leaf.did_some', parts)
      return t('audience_leaf.did', {
        ...parts,
        times: numberText(leaf.times, sayer, count('times')),
      })
    }
    case 'measure':
      return t('audience_leaf.measure', {
        window: windowText(leaf.window, sayer),
        event: eventText(leaf.event, sayer),
        property: leaf.property === '' ? nothing : labels.property(leaf.property),
        of: t(`audience_of.${leaf.of}`),
        is: numberText(leaf.is, sayer, measureWriter(leaf, sayer)),
      })
    case 'first_time':
    case 'last_time':
      return t(`audience_leaf.${leaf.kind}`, {
        event: eventText(leaf.event, sayer),
        window: whenText(leaf.window, sayer),
      })
    case 'sequence':
      return t('audience_leaf.sequence', {
        window: windowText(leaf.window, sayer),
        steps: leaf.steps.map((step) => eventText(step, sayer)).join(t('audience_say.step')),
        within: spanText(leaf.within, sayer),
        without: leaf.without
          ? t('audience_leaf.sequence_without', { event: eventText(leaf.without, sayer) })
          : '',
      })
    case 'regularly':
      return t('audience_leaf.regularly', {
        event: eventText(leaf.event, sayer),
        of: spanText({ n: leaf.of, unit: leaf.unit }, sayer),
        periods: spanText({ n: leaf.periods, unit: leaf.unit }, sayer),
      })
    case 'stopped':
      return t('audience_leaf.stopped', {
        event: eventText(leaf.event, sayer),
        active: spanText(leaf.active, sayer),
        quiet: spanText(leaf.quiet, sayer),
      })
    case 'started_again':
      return t('audience_leaf.started_again', {
        event: eventText(leaf.event, sayer),
        gap: spanText(leaf.gap, sayer),
        recent: spanText(leaf.recent, sayer),
      })
    case 'event_value':
      return t('audience_leaf.event_value', {
        window: windowText(leaf.window, sayer),
        which: t(`audience_which.${leaf.which}`),
        event: eventText(leaf.event, sayer),
        property: leaf.property === '' ? nothing : labels.property(leaf.property),
        is: propertyText(leaf.property, leaf.is, sayer),
      })
    case 'orders':
      return t('audience_leaf.orders', {
        window: windowText(leaf.window, sayer),
        of: t(`audience_measure.${leaf.of}`),
        is: numberText(leaf.is, sayer, writerOf(leaf.of, sayer)),
        where: orderWhereText(leaf.where, sayer),
      })
    case 'top':
      return t('audience_leaf.top', {
        window: windowText(leaf.window, sayer),
        by: measureText(leaf.by, sayer),
        keep: t(`audience_top.${leaf.keep.unit}`, {
          n: leaf.keep.unit === 'customers' ? exactNumber(leaf.keep.n) : shareText(leaf.keep.n),
        }),
      })
    case 'audience':
      return t('audience_leaf.audience', {
        is: t(`audience_audience.${leaf.is}`),
        audience: leaf.audience === '' ? nothing : labels.audience(leaf.audience),
      })
    case 'bucket':
      return t('audience_leaf.bucket', {
        seed: leaf.seed || nothing,
        from: shareText(leaf.from),
        to: shareText(leaf.to),
      })
  }
}

/** 2,000 basis points are 20%. */
const shareText = (basisPoints: number) => `${exactNumber(basisPoints / 100)}%`

/** How many different amounts there were is a number, too. */
const measureWriter = (leaf: LeafOf<'measure'>, sayer: Sayer): ((value: number) => string) =>
  leaf.of !== 'distinct' && isMoneyProperty(leaf.property, sayer.labels)
    ? (value) => fenText(value, sayer)
    : exactNumber

function writerOf(of: OrderMeasure, sayer: Sayer): (value: number) => string {
  const { t } = sayer
  if (of === 'count') return (value) => t('audience_count.orders', { count: value })
  if (of === 'products') return (value) => t('audience_count.products', { count: value })
  if (of === 'refunded_share') return percent
  return (value) => fenText(value, sayer)
}

export function measureText(by: Measure, sayer: Sayer): string {
  const { t, labels } = sayer
  if (by.kind === 'times') return t('audience_top.times', { event: eventText(by.event, sayer) })
  if (by.kind === 'sum')
    return t('audience_top.sum', {
      event: eventText(by.event, sayer),
      property: by.property === '' ? t('audience_say.nothing') : labels.property(by.property),
    })
  return t(`audience_measure.${by.of}`) + orderWhereText(by.where, sayer)
}

export function orderWhereText(where: OrderWhere, sayer: Sayer): string {
  const { t, labels } = sayer
  const same = (value: string) => value
  const named = { products: same, categories: same, platforms: labels.platform } as const
  const placed = { stores: labels.store, channels: labels.channel, guides: labels.guide } as const
  const offered = Object.fromEntries(
    OFFER_PARTS.map((part) => [part, (value: string) => labels.offered(part, value)]),
  ) as Record<OfferPart, (value: string) => string>
  const conditions: string[] = []
  for (const [name, label] of Object.entries({ ...named, ...placed, ...offered })) {
    const values = where[name as keyof typeof named | keyof typeof placed | OfferPart]
    if (values)
      conditions.push(
        t('audience_order.one', {
          name: t(`audience_order.${name as keyof typeof named}`),
          values: listText(values.map(label), sayer),
        }),
      )
  }
  if (where.with_offer !== undefined)
    conditions.push(t(`audience_order.with_offer_${where.with_offer ? 'yes' : 'no'}`))
  if (where.amount_fen)
    conditions.push(
      t('audience_order.one', {
        name: t('audience_order.amount_fen'),
        values: numberText(where.amount_fen, sayer, (fen) => fenText(fen, sayer)),
      }),
    )
  if (conditions.length === 0) return ''
  return t('audience_order.where', { conditions: conditions.join(t('list.and')) })
}
