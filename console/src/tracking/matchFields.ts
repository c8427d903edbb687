import type { NamedMatch } from './namingApi.ts'

/** A match as its form holds it. */
export interface MatchFields {
  page: 'equals' | 'pattern' | 'every'
  page_key: string
  how: 'exact' | 'ancestor' | 'any'
  selector: string
  text: string
}

export function startFields(match: NamedMatch): MatchFields {
  const page = match.page_key
  const click = match.kind === 'click' ? match : undefined
  return {
    page: page ? page.how : 'every',
    page_key: page?.value ?? '',
    how: click?.selector ? click.selector.how : 'any',
    selector: click?.selector?.value ?? '',
    text: click?.text ?? '',
  }
}

/** What the fields say, or undefined while something is missing. */
export function matchOf(fields: MatchFields, before: NamedMatch): NamedMatch | undefined {
  const value = fields.page_key?.trim() ?? ''
  const page = fields.page === 'every' || value === '' ? null : { how: fields.page, value }
  const platform = before.platform ?? null
  if (before.kind === 'page') return page ? { kind: 'page', page_key: page, platform } : undefined
  if (fields.page !== 'every' && !page) return undefined
  const path = fields.selector?.trim() ?? ''
  const selector = fields.how === 'any' || path === '' ? null : { how: fields.how, value: path }
  const text = fields.text?.trim() ? fields.text.trim() : null
  if (!selector && !text) return undefined
  return { kind: 'click', page_key: page, selector, text, platform }
}
