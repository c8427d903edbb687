import { useTexts } from '../i18n/texts.ts'
import type { NamedMatch } from './namingApi.ts'

/** What a name stands for, as a sentence. */
export function useMatchWords(): (match: NamedMatch) => string {
  const t = useTexts()
  return (match) => {
    const page = match.page_key
    const where =
      page === null || page === undefined
        ? t('naming.on_every_page')
        : page.how === 'equals'
          ? t('naming.on_page', { page: page.value })
          : t('naming.on_pages', { page: page.value })
    if (match.kind === 'page') return t('naming.views_of', { where })
    const parts = [
      match.selector
        ? match.selector.how === 'exact'
          ? t('naming.element', { selector: match.selector.value })
          : t('naming.element_inside', { selector: match.selector.value })
        : '',
      match.text ? t('naming.with_text', { text: match.text }) : '',
    ].filter(Boolean)
    return t('naming.clicks_on', { where, what: parts.join(' ') })
  }
}
