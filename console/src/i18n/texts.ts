import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage, type Language } from './language.ts'
import type audiences from './zh-CN/audiences.json'
import type calculators from './zh-CN/calculators.json'
import type insight from './zh-CN/insight.json'
import type pools from './zh-CN/pools.json'
import type templates from './zh-CN/templates.json'
import type zh from './zh-CN.ts'

type Singular<Key> = Key extends `${infer Base}_other` ? Base : Key

/** A key of the language files; plural keys without their ending. */
export type TextKey = Singular<
  | keyof typeof zh
  | keyof typeof audiences
  | keyof typeof calculators
  | keyof typeof insight
  | keyof typeof pools
  | keyof typeof templates
>

export function useTexts() {
  const { t } = useTranslation()
  return t
}

export function useLanguage(): Language {
  useTranslation()
  return currentLanguage()
}

/** The text of a key that is put together at run time, or undefined when nobody wrote one. */
export function useKnownText(): (key: string) => string | undefined {
  const { t, i18n } = useTranslation()
  return useCallback((key) => (i18n.exists(key) ? t(key as TextKey) : undefined), [t, i18n])
}
