// What a rule can speak of, as choices and as labels: by the brand's own words, else by everybody's.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAttributeName, useNamespaceName, usePlatformName } from '../customers/words.ts'
import { useEventTitle } from '../events/words.ts'
import { useLocale } from '../format/locale.tsx'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { type Vocabulary, vocabularyQuery } from './api.ts'
import {
  type Choice,
  type Labels,
  OFFER_PARTS,
  type OfferPart,
  type PropertyChoice,
} from './labels.ts'
import { OF_CUSTOMER } from './rule.ts'
import { FIELD, FIELDS, type Sayer } from './say.ts'
import type { ValueType } from './valueTest.ts'

export interface Choices {
  events: Choice[]
  /** Of the events that are meant; of all when none is chosen. */
  propertiesOf: (events: readonly string[]) => PropertyChoice[]
  attributes: PropertyChoice[]
  tags: Choice[]
  purposes: Choice[]
  media: Choice[]
  stores: Choice[]
  guides: Choice[]
  channels: Choice[]
  namespaces: Choice[]
  platforms: Choice[]
  touchpoints: Choice[]
  groups: Choice[]
  offers: Choice[]
  coupons: Choice[]
  activities: Choice[]
  kin: Choice[]
  audiences: Choice[]
}

const VALUE_TYPES: Record<string, ValueType> = {
  string: 'text',
  text: 'text',
  choice: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'datetime',
  list: 'list',
}
/** A text that looks like a moment is one. */
const MOMENT = /^\d{4}-\d\d-\d\d/

/** How many values a sentence names before it counts the rest. */
const MOST_NAMED = 6

export function useVocabulary() {
  const t = useTexts()
  const query = useQuery(vocabularyQuery)
  const { language, currency } = useLocale()
  const labels = useLabels(query.data)
  const choices = useMemo(() => choicesOf(query.data, labels), [query.data, labels])
  const sayer = useMemo<Sayer>(
    () => ({ t, labels, language, currency, most: MOST_NAMED }),
    [t, labels, language, currency],
  )
  return { query, labels, choices, sayer }
}

function useLabels(vocabulary: Vocabulary | undefined): Labels {
  const t = useTexts()
  const known = useKnownText()
  const { language } = useLocale()
  const eventTitle = useEventTitle()
  const attributeName = useAttributeName()
  const namespace = useNamespaceName()
  const platform = usePlatformName()
  // The words change with the language and the vocabulary only.
  // biome-ignore lint/correctness/useExhaustiveDependencies: functions made anew by every render
  return useMemo(() => {
    const own = (word: { label: string; label_en: string } | undefined) =>
      (language === 'en' && word?.label_en) || word?.label || undefined
    const index = <Row>(rows: readonly Row[] = [], key: (row: Row) => string) =>
      new Map(rows.map((row) => [key(row), row]))
    const events = index(vocabulary?.events, (row) => row.name)
    const properties = index(
      vocabulary?.events.flatMap((event) => event.properties),
      (row) => row.name,
    )
    const attributes = index(vocabulary?.attributes, (row) => row.name)
    const stores = index(vocabulary?.stores, (row) => row.code)
    const guides = index(vocabulary?.guides, (row) => row.code)
    const purposes = index(vocabulary?.consent.purposes, (row) => row.purpose)
    const audiences = index(vocabulary?.audiences, (row) => row.id)
    const codes = index(vocabulary?.codes, (row) => `${row.kind} ${row.code}`)
    const offered = index(
      OFFER_PARTS.flatMap((part) => (vocabulary?.[part] ?? []).map((one) => ({ ...one, part }))),
      (row) => `${row.part} ${row.id}`,
    )
    const code: Labels['code'] = (kind, value) => codes.get(`${kind} ${value}`)?.name ?? value
    const attribute = (name: string) => {
      const said = attributes.get(name)
      // What came with the product has a name in every language.
      if (said?.built_in && said.label_en === '' && language !== 'zh-CN') return attributeName(name)
      const label = own(said)
      return label && label !== name ? label : attributeName(name)
    }
    const attributeValue: Labels['attributeValue'] = (name, value) =>
      own(attributes.get(name)?.value_labels.find((one) => one.value === value)) ?? value
    return {
      event: (name) => own(events.get(name)) ?? eventTitle(name) ?? name,
      property: (name) => {
        if (name.startsWith(OF_CUSTOMER))
          return t('audience_field.of_customer', {
            name: attribute(name.slice(OF_CUSTOMER.length)),
          })
        const field = FIELDS.find((one) => FIELD + one === name)
        if (field) return t(`audience_field.${field}`)
        return own(properties.get(name)) ?? attributeName(name)
      },
      attribute,
      attributeValue,
      isMoney: (name) => attributes.get(name)?.money ?? false,
      store: (code) => stores.get(code)?.name || code,
      guide: (code) => guides.get(code)?.name || code,
      channel: (value) => code('channel', value),
      code,
      offered: (part, value) =>
        offered.get(`${part} ${value}`)?.name ??
        (part === 'activities' ? code('activity', value) : value),
      namespace,
      platform,
      purpose: (name) => purposes.get(name)?.name || (known(`consent_purpose.${name}`) ?? name),
      medium: (name) => known(`channel.${name}`) ?? name,
      consentState: (state) => known(`consent.state_${state}`) ?? state,
      touchpoint: (kind) => known(`touchpoint.kind_${kind}`) ?? kind,
      kin: (role) => known(`family.is_${role}`) ?? role,
      audience: (id) => audiences.get(id)?.name ?? id.slice(0, 8),
    }
  }, [vocabulary, language, known, t])
}

function choicesOf(vocabulary: Vocabulary | undefined, labels: Labels): Choices {
  const named = (values: readonly string[] = [], label: (value: string) => string): Choice[] =>
    values.map((value) => ({ value, label: label(value) }))
  const own = new Set(vocabulary?.activities.map(({ id }) => id))
  const ofOffers = (part: OfferPart): Choice[] => [
    ...named(
      vocabulary?.[part].map(({ id }) => id),
      (id) => labels.offered(part, id),
    ),
    ...(part === 'activities'
      ? named(
          vocabulary?.codes
            .filter(({ kind, code }) => kind === 'activity' && !own.has(code))
            .map(({ code }) => code),
          (code) => labels.code('activity', code),
        )
      : []),
  ]
  const fields: PropertyChoice[] = (vocabulary?.event_fields ?? []).map(({ name, type }) => ({
    value: name,
    label: labels.property(name),
    type: type === 'number' ? 'number' : 'text',
  }))
  const propertiesOf = (wanted: readonly string[]) => {
    const events = (vocabulary?.events ?? []).filter(({ name }) => wanted.includes(name))
    const found = new Map<string, PropertyChoice>()
    for (const event of events)
      for (const property of event.properties) {
        const { name, sample } = property
        const isMoment = property.type === 'string' && sample !== null && MOMENT.test(sample)
        const type = isMoment ? 'datetime' : VALUE_TYPES[property.type ?? '']
        found.set(name, {
          value: name,
          label: labels.property(name),
          ...(type && { type }),
          ...(sample !== null && { samples: [sample] }),
        })
      }
    return [...found.values(), ...fields]
  }
  return {
    events: (vocabulary?.events ?? [])
      .toSorted((a, b) => b.total - a.total)
      .map(({ name, total }) => ({ value: name, label: labels.event(name), volume: total })),
    propertiesOf,
    attributes: (vocabulary?.attributes ?? [])
      .filter((one) => !one.archived)
      .map((one) => {
        const type = VALUE_TYPES[one.type ?? '']
        return {
          value: one.name,
          label: labels.attribute(one.name),
          group: one.group,
          samples: one.choices,
          values: one.value_labels.map(({ value }) => ({
            value,
            label: labels.attributeValue(one.name, value),
          })),
          isMoney: one.money,
          ...(type && { type }),
        }
      }),
    tags: (vocabulary?.tags ?? [])
      .filter((one) => !one.archived)
      .map(({ name, group }) => ({ value: name, label: name, group })),
    purposes: (vocabulary?.consent.purposes ?? [])
      .filter((one) => !one.retired)
      .map(({ purpose }) => ({ value: purpose, label: labels.purpose(purpose) })),
    media: named(vocabulary?.consent.channels, labels.medium),
    stores: named(
      vocabulary?.stores.map(({ code }) => code),
      labels.store,
    ),
    guides: named(
      vocabulary?.guides.map(({ code }) => code),
      labels.guide,
    ),
    channels: named(vocabulary?.channels, labels.channel),
    namespaces: named(vocabulary?.namespaces, labels.namespace),
    platforms: named(vocabulary?.platforms, labels.platform),
    touchpoints: named(vocabulary?.touchpoints, labels.touchpoint),
    groups: named(vocabulary?.groups.filter(Boolean), (group) => group),
    offers: ofOffers('offers'),
    coupons: ofOffers('coupons'),
    activities: ofOffers('activities'),
    kin: named(vocabulary?.family_roles, labels.kin),
    audiences: named(
      vocabulary?.audiences.map(({ id }) => id),
      labels.audience,
    ),
  }
}
