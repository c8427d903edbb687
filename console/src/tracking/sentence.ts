import { useTexts } from '../i18n/texts.ts'
import type { RuleSetting } from './api.ts'

/** A rule as a sentence, as it is built and as it stands. */
export function useSentence(): (property: string, setting: RuleSetting) => string {
  const t = useTexts()
  return (property, setting) => {
    switch (setting.kind) {
      case 'required':
        return t('rule.said_required', { property })
      case 'type':
        return t('rule.said_type', { property, type: t(`rule.type_${setting.type}`) })
      case 'enum':
        return t('rule.said_enum', {
          property,
          values: [...new Set(setting.values.map(String))].join(' · '),
        })
      case 'pattern':
        return t('rule.said_pattern', { property, pattern: setting.pattern })
      case 'range':
        if (setting.min === null) return t('rule.said_at_most', { property, max: setting.max ?? 0 })
        if (setting.max === null) return t('rule.said_at_least', { property, min: setting.min })
        return t('rule.said_range', { property, min: setting.min, max: setting.max })
      case 'max_length':
        return t('rule.said_max_length', { property, max: setting.max })
      case 'unknown_property':
        return t('rule.said_unknown_property')
    }
  }
}
