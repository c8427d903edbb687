import { useLanguage } from '../i18n/texts.ts'
import { useLocale } from './locale.tsx'
import { currencySign } from './money.ts'

/** The sign of the brand's money. */
export const useCurrencySign = (): string => currencySign(useLocale().currency, useLanguage())
