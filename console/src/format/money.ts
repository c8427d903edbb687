import type { Language } from '../i18n/language.ts'

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string, language: Language): Intl.NumberFormat {
  const key = `${language} ${currency}`
  const known = formats.get(key)
  if (known) return known
  const format = new Intl.NumberFormat(language === 'en' ? 'en-US' : 'zh-CN', {
    style: 'currency',
    currency,
    // The narrow sign of yen and yuan is the same ¥; yen keeps its longer one.
    currencyDisplay: currency === 'CNY' ? 'narrowSymbol' : 'symbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  formats.set(key, format)
  return format
}

/** ¥1,234.50 from 123450: a fen is 1/100 of the currency, whatever the currency. */
export function money(fen: number, currency: string, language: Language): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  const sign = fen < 0 ? '-' : ''
  // A decimal string, so that no fen is lost to a float.
  const decimal = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}` as Intl.StringNumericLiteral
  return formatOf(currency, language).format(decimal)
}

/** ¥, £, US$: what stands before an amount, for the names of fields that one is typed into. */
export const currencySign = (currency: string, language: Language): string =>
  formatOf(currency, language)
    .formatToParts(0)
    .find(({ type }) => type === 'currency')?.value ?? currency

const shortFormats = new Map<string, Intl.NumberFormat>()

/** ¥12.3万 in Chinese, ¥123K in English, from fen: for axes and headline figures. */
export function shortMoney(fen: number, currency: string, language: Language): string {
  const key = `${language} ${currency}`
  let format = shortFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(language === 'en' ? 'en-US' : 'zh-CN', {
      style: 'currency',
      currency,
      currencyDisplay: currency === 'CNY' ? 'narrowSymbol' : 'symbol',
      notation: 'compact',
      maximumSignificantDigits: 3,
    })
    shortFormats.set(key, format)
  }
  return format.format(fen / 100)
}
