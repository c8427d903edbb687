import { useQuery } from '@tanstack/react-query'
import { useLocale } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { useValueLabel } from '../profile/words.ts'
import { attributeNamesQuery } from './api.ts'
import type { Piece } from './filter.ts'
import { useAttributeName, useNamespaceName, usePlatformName } from './words.ts'

/** What an attribute is called: by its definition, else by the words of the console, else its name. */
export function useAttributeLabel(): (name: string) => string {
  const nameOf = useAttributeName()
  const { language } = useLocale()
  const definitions = useQuery(attributeNamesQuery)
  const labels = new Map(
    (definitions.data?.items ?? []).map((d) => [
      d.name,
      (language === 'en' && d.label_en) || d.label,
    ]),
  )
  return (name) => {
    const own = nameOf(name)
    return own === name ? (labels.get(name) ?? name) : own
  }
}

/** What a coded value of an attribute is called, else itself. */
export function useAttributeValue(): (name: string, value: string) => string {
  const valueLabel = useValueLabel()
  const definitions = useQuery(attributeNamesQuery)
  const byName = new Map((definitions.data?.items ?? []).map((d) => [d.name, d.value_labels]))
  return (name, value) => valueLabel(byName.get(name) ?? [], value)
}

/** A condition as one reads it: 标签 包含 VIP、高潜. */
export function usePieceWords(): (piece: Piece) => { label: string; words: string } {
  const t = useTexts()
  const attributeLabel = useAttributeLabel()
  const attributeValue = useAttributeValue()
  const namespaceName = useNamespaceName()
  const platformName = usePlatformName()
  const { currency, language, timeZone } = useLocale()
  const listed = (values: readonly unknown[]) => values.map(String).join(t('list.and'))

  const span = (from: string | number | undefined, to: string | number | undefined) => {
    if (from !== undefined && to !== undefined)
      return from === to ? String(from) : t('customers.between', { from, to })
    if (from !== undefined) return t('customers.from', { from })
    return t('customers.to', { to: to ?? '' })
  }

  return (piece) => {
    const label =
      piece.kind === 'attribute'
        ? attributeLabel(piece.condition.name)
        : t(`customers.by_${piece.kind}`)
    switch (piece.kind) {
      case 'tags':
        return { label, words: `${t(`customers.tags_${piece.mode}`)} ${listed(piece.values)}` }
      case 'attribute': {
        const { condition } = piece
        const operator = t(`customers.op_${condition.op}`)
        if (!('value' in condition)) return { label, words: operator }
        const value = Array.isArray(condition.value) ? condition.value : [condition.value]
        const called = value.map((one) => attributeValue(condition.name, String(one)))
        return { label, words: `${operator} ${listed(called)}` }
      }
      case 'namespace':
        return { label, words: namespaceName(piece.value) }
      case 'platforms':
        return { label, words: listed(piece.values.map(platformName)) }
      case 'stores':
      case 'guides':
        return { label, words: listed(piece.values) }
      case 'known':
        return { label, words: t(piece.value ? 'customers.known' : 'customers.anonymous') }
      case 'first_seen':
      case 'last_seen': {
        const day = (moment: string | undefined, before = 0) =>
          moment === undefined ? undefined : dayOf(new Date(Date.parse(moment) - before), timeZone)
        return { label, words: span(day(piece.from), day(piece.to, 1)) }
      }
      case 'spent_fen': {
        const amount = (fen: number | undefined) =>
          fen === undefined ? undefined : money(fen, currency, language)
        return { label, words: span(amount(piece.min), amount(piece.max)) }
      }
      default:
        return { label, words: span(piece.min, piece.max) }
    }
  }
}
