import type { Language } from '../i18n/language.ts'

const compactFrom = 10_000

const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 })
const compact: Record<Language, Intl.NumberFormat> = {
  'zh-CN': new Intl.NumberFormat('zh-CN', { notation: 'compact', maximumSignificantDigits: 3 }),
  en: new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 }),
}

/** 1,234,567: every digit. */
export function exactNumber(value: number): string {
  return exact.format(value)
}

/** 9,999 as it is, then 12.3万 in Chinese and 12.3K in English. */
export function shortNumber(value: number, language: Language): string {
  return Math.abs(value) < compactFrom ? exact.format(value) : compact[language].format(value)
}

const units = ['B', 'KB', 'MB', 'GB'] as const

/** 12.3 KB, in steps of 1,024. */
export function bytes(size: number): string {
  let value = size
  let step = 0
  while (value >= 1024 && step < units.length - 1) {
    value /= 1024
    step += 1
  }
  const digits = step === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${units[step]}`
}

/** 3.1%, always with one decimal. */
export function percent(part: number): string {
  return `${exactPercent.format(part * 100)}%`
}

const exactPercent = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})

/** +12.3%, 0.0%, −4.0%: a change with its sign. */
export function signedPercent(part: number): string {
  const text = percent(Math.abs(part))
  if (text === '0.0%') return text
  return `${part > 0 ? '+' : '−'}${text}`
}
