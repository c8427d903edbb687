// A definition line by line, so that two wordings can be compared.

import { exactNumber } from '../../format/number.ts'
import type { OrderWhere, Window } from '../rule.ts'
import type { Line } from '../ruleDiff.ts'
import { linesOf } from '../ruleDiff.ts'
import { orderWhereText } from '../ruleText.ts'
import { eventText, fenText, type Sayer, whenText } from '../say.ts'
import type { Computed, DefinitionOf } from './api.ts'

type Worded = Pick<Computed, 'definition' | 'formula_text' | 'money'>

export function definitionLines(
  { definition: d, formula_text: formulaText, money }: Worded,
  given: Sayer,
): Line[] {
  // Nothing is left out where wordings are compared.
  const { most: _, ...sayer } = given
  const { t, labels } = sayer
  const line = (label: string, words: string): Line => ({
    depth: 0,
    words: t('computed_line.field', { label, words }),
  })
  const kind = line(t('computed_field.kind'), t(`computed_kind.${d.kind}`))
  const window = (of: { window: Window }) =>
    line(t('computed_field.window'), whenText(of.window, sayer) || t('audience_window.ever'))
  const where = (of: { where: OrderWhere }) => {
    const words = orderWhereText(of.where, sayer)
    return words === '' ? [] : [line(t('computed_field.where'), words)]
  }
  const what = (words: string) => line(t('computed_field.what'), words)
  const event = (of: DefinitionOf<'event_figure' | 'event_value' | 'event_day'>) =>
    line(t('computed_field.event'), eventText(of.event, sayer))
  const property = (name: string) => line(t('audience_build.property'), labels.property(name))
  switch (d.kind) {
    case 'event_figure':
      return [
        ...[kind, event(d), window(d), what(t(`computed_of.${d.of}`))],
        ...(d.of !== 'count' && d.property !== undefined ? [property(d.property)] : []),
      ]
    case 'event_value':
      return [kind, event(d), window(d), what(t(`computed_which.${d.which}`)), property(d.property)]
    case 'event_day':
      return [kind, event(d), window(d), what(t(`computed_which.${d.which}`))]
    case 'order_figure':
      return [kind, window(d), what(t(`audience_measure.${d.of}`)), ...where(d)]
    case 'order_value':
      return [
        ...[kind, window(d), what(t(`computed_which.${d.which}`))],
        ...[line(t('computed_field.by'), t(`computed_by.${d.by}`)), ...where(d)],
      ]
    case 'order_day':
      return [kind, window(d), what(t(`computed_which.${d.which}`)), ...where(d)]
    case 'formula':
      return [kind, { depth: 0, words: formulaText ?? JSON.stringify(d.formula) }]
    case 'bins':
      return [kind, numberOfBins(d, formulaText, sayer), ...binLines(d, money, sayer)]
    case 'cases':
      return [
        kind,
        ...d.cases.flatMap((one) => [
          { depth: 0, words: t('computed_line.case', { value: one.value }) },
          ...linesOf(one.when, sayer, 1),
        ]),
        ...(d.otherwise === undefined
          ? []
          : [line(t('computed_field.otherwise'), String(d.otherwise))]),
      ]
    case 'rfm':
      return [
        ...[kind, line(t('computed_field.output'), t(`computed_output.${d.output}`)), window(d)],
        line(t('computed_field.money'), t(`audience_measure.${d.money}`)),
        ...where(d),
        ...cutLines(d, sayer),
      ]
  }
}

function numberOfBins(d: DefinitionOf<'bins'>, formulaText: string | null, sayer: Sayer): Line {
  const { t } = sayer
  const words =
    d.of.kind === 'order_figure'
      ? `${whenText(d.of.window, sayer)} ${t(`audience_measure.${d.of.of}`)} ${orderWhereText(d.of.where, sayer)}`.trim()
      : (formulaText ?? JSON.stringify(d.of))
  return { depth: 0, words: t('computed_line.field', { label: t('computed_field.number'), words }) }
}

function binLines(d: DefinitionOf<'bins'>, isMoney: boolean, sayer: Sayer): Line[] {
  const { t } = sayer
  const say = (n: number) => (isMoney ? fenText(n, sayer) : exactNumber(n))
  return d.labels.map((label, i) => {
    const cut = d.cuts[Math.max(0, i - 1)] ?? 0
    return {
      depth: 1,
      words: t(i === 0 ? 'computed_bin.below' : 'computed_bin.from', { label, cut: say(cut) }),
    }
  })
}

function cutLines({ cuts }: DefinitionOf<'rfm'>, sayer: Sayer): Line[] {
  const { t } = sayer
  const label = t('computed_field.cuts')
  if (cuts.kind === 'fifths')
    return [
      {
        depth: 0,
        words: t('computed_line.field', { label, words: t(`computed_anew.${cuts.anew}`) }),
      },
    ]
  return (['r', 'f', 'm'] as const).map((score) => ({
    depth: 1,
    words: `${t(`computed_cuts.${score}`)} ${cuts[score]
      .map((n) => (score === 'm' ? fenText(n, sayer) : exactNumber(n)))
      .join(' / ')}`,
  }))
}
