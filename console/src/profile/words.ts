import { useAttributeName } from '../customers/words.ts'
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
export function useLabel(): (of: { name: string; label: string; built_in: boolean }) => string {
  const nameOf = useAttributeName()
  return ({ name, label, built_in }) => {
    if (!built_in && label !== name) return label
    const said = nameOf(name)
    return said === name ? label : said
  }
}
