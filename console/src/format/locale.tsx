import { createContext, type ReactNode, use, useMemo } from 'react'
import type { Language } from '../i18n/language.ts'
import { useLanguage } from '../i18n/texts.ts'

interface Locale {
  language: Language
  timeZone: string
  currency: string
}

const BrandLocale = createContext({ timeZone: 'Asia/Shanghai', currency: 'CNY' })

/** Times below are in the brand's zone, money without a currency in the brand's. */
export function BrandLocaleProvider(props: {
  timeZone: string
  currency: string
  children: ReactNode
}) {
  const { timeZone, currency } = props
  const value = useMemo(() => ({ timeZone, currency }), [timeZone, currency])
  return <BrandLocale value={value}>{props.children}</BrandLocale>
}

export function useLocale(): Locale {
  const language = useLanguage()
  const brand = use(BrandLocale)
  return { language, ...brand }
}
