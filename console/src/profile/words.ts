import { useAttributeName } from '../customers/words.ts'
import { useLocale } from '../format/locale.tsx'
import { useKnownText, useTexts } from '../i18n/texts.ts'

/** Who said it: an edit, an import, a rule, or the source by its own name. */
export function useSourceName(): (source: string) => string {
  const t = useTexts()
  const known = useKnownText()
  return (source) => {
    if (source === 'operator') return t('attribute_source.operator')
    if (source === 'import' || source.startsWith('import:')) return t('attribute_source.import')
    if (source.startsWith('rule:')) return t('attribute_source.rule')
    return known(`platform.${source}`) ?? source
  }
}

/** A label as the brand wrote it; what nobody wrote is said in the reader's language. */
export function useLabel(): (of: {
  name: string
  label: string
  label_en: string
  built_in: boolean
}) => string {
  const nameOf = useAttributeName()
  const { language } = useLocale()
  return ({ name, label, label_en, built_in }) => {
    if (language === 'en' && label_en !== '') return label_en
    if (!built_in && label !== name) return label
    const said = nameOf(name)
    return said === name ? label : said
  }
}

interface ValueLabel {
  value: string
  label: string
  label_en: string
}

/** A coded value as the attribute's definition calls it, else itself. */
export function useValueLabel(): (labels: readonly ValueLabel[], value: string) => string {
  const { language } = useLocale()
  return (labels, value) => {
    const found = labels.find((one) => one.value === value)
    return (language === 'en' && found?.label_en) || found?.label || value
  }
}
