import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { AreaTexts } from './areas.ts'
import { currentLanguage, type Language } from './language.ts'
import type zh from './zh-CN.ts'

type Singular<Key> = Key extends `${infer Base}_other` ? Base : Key

/** A key of the language files; plural keys without their ending. */
export type TextKey = Singular<keyof typeof zh | keyof AreaTexts>

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
