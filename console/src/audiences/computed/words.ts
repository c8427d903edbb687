// A definition in words: short enough for a line of the list.
import { useTexts } from '../../i18n/texts.ts'
import { ruleText } from '../ruleText.ts'
import { eventText, whenText } from '../say.ts'
import { useVocabulary } from '../vocabulary.ts'
import type { Computed } from './api.ts'

export function useDefinitionText(): (
  one: Pick<Computed, 'definition' | 'formula_text'>,
) => string {
  const t = useTexts()
  const { sayer } = useVocabulary()
  const { labels } = sayer
  return ({ definition: d, formula_text }) => {
    switch (d.kind) {
      case 'event_figure':
        return t('computed_text.event_figure', {
          window: whenText(d.window, sayer),
          event: eventText(d.event, sayer),
          of: t(`computed_of.${d.of}`),
          property: d.of === 'count' ? '' : labels.property(d.property ?? ''),
        })
      case 'event_value':
        return t('computed_text.event_value', {
          window: whenText(d.window, sayer),
          event: eventText(d.event, sayer),
          which: t(`computed_which.${d.which}`),
          property: labels.property(d.property),
        })
      case 'event_day':
        return t('computed_text.event_day', {
          window: whenText(d.window, sayer),
          event: eventText(d.event, sayer),
          which: t(`computed_which.${d.which}`),
        })
      case 'order_figure':
        return t('computed_text.order_figure', {
          window: whenText(d.window, sayer),
          of: t(`audience_measure.${d.of}`),
        })
      case 'order_value':
        return t('computed_text.order_value', {
          window: whenText(d.window, sayer),
          which: t(`computed_which.${d.which}`),
          by: t(`computed_by.${d.by}`),
        })
      case 'order_day':
        return t('computed_text.order_day', {
          window: whenText(d.window, sayer),
          which: t(`computed_which.${d.which}`),
        })
      case 'formula':
        return formula_text ?? t('computed_kind.formula')
      case 'bins':
        return `${formula_text ?? t('computed_field.of_orders')} → ${d.labels.join(' / ')}`
      case 'cases':
        return d.cases
          .map((one) => `${one.value}: ${ruleText(one.when, { ...sayer, most: 2 })}`)
          .join('; ')
      case 'rfm':
        return t('computed_text.rfm', {
          window: whenText(d.window, sayer),
          output: t(`computed_output.${d.output}`),
        })
    }
  }
}
