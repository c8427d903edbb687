import { useTexts } from '../i18n/texts.ts'
import type { Trait } from './api.ts'
import type { LeafKind } from './rule.ts'
import { useVocabulary } from './vocabulary.ts'

/** A trait as one reads it: what it is of, and which. */
export function useTraitWords(): (trait: Trait) => { what: string; value: string } {
  const t = useTexts()
  const { labels, choices } = useVocabulary()
  const truths = new Set(
    choices.attributes.flatMap(({ value, type }) => (type === 'boolean' ? [value] : [])),
  )
  const named: Partial<Record<string, { kind: LeafKind; label: (key: string) => string }>> = {
    tag: { kind: 'tags', label: (key) => key },
    platform: { kind: 'platform', label: labels.platform },
    store: { kind: 'store', label: labels.store },
    guide: { kind: 'guide', label: labels.guide },
    identifier: { kind: 'identifier', label: labels.namespace },
    touchpoint: {
      kind: 'touchpoints',
      label: (key) => (key === '' ? t('audience_build.any_touchpoint') : labels.touchpoint(key)),
    },
    group: { kind: 'group', label: (key) => key || t('audience_group.any') },
    family: { kind: 'family', label: labels.kin },
  }
  return ({ kind, key, value }) => {
    if (kind === 'attribute')
      return {
        what: labels.attribute(key),
        value: truths.has(key)
          ? t(value === 'true' ? 'value.yes' : 'value.no')
          : labels.attributeValue(key, value),
      }
    if (kind === 'known') return { what: '', value: t('audience_leaf.known') }
    if (kind === 'consent') {
      const [purpose = '', medium = ''] = key.split('/')
      const state = labels.consentState(value)
      return {
        what: labels.purpose(purpose),
        value: medium ? `${labels.medium(medium)} ${state}` : state,
      }
    }
    const known = named[kind]
    return known
      ? { what: t(`audience_kind.${known.kind}`), value: known.label(key) }
      : { what: kind, value: value || key }
  }
}
