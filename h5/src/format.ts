import { shop } from './shop.ts'

/** ¥1,234.50; a currency of the brand's own choice. */
export function money(fen: number): string {
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: 'currency',
    currency: shop.value?.currency ?? 'CNY',
    currencyDisplay: 'narrowSymbol',
  }).format(fen / 100)
}
export const time = (at: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    ...({ month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' } as const),
  }).format(new Date(at))
/** A day of the year. */
export const day = (at: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' }).format(
    new Date(at),
  )
