// Words in the customer's language: her browser's, else the brand's.
import i18next from 'i18next'

export type Language = 'zh-CN' | 'en'
const files = {
  'zh-CN': () => import('./i18n/zh-CN.json'),
  en: () => import('./i18n/en.json'),
}

export function languageFor(browser: string, brand: Language): Language {
  if (browser.toLowerCase().startsWith('zh')) return 'zh-CN'
  return browser.toLowerCase().startsWith('en') ? 'en' : brand
}

export async function speak(language: Language): Promise<void> {
  const { default: words } = await files[language]()
  await i18next.init({
    lng: language,
    defaultNS: 'shop',
    ns: ['shop'],
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { [language]: { shop: words } },
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}
export const t = (key: string, values?: Record<string, string | number>): string =>
  i18next.t(key, { ...values })
/** One after the other as the language writes them: 。 has its own room behind it. */
export const sentences = (...some: readonly (string | false)[]): string =>
  some.filter((one) => one !== false).join(i18next.language === 'zh-CN' ? '' : ' ')
/** What happened and what to do, for a code of the API. */
export const errorText = (code: string): string =>
  i18next.exists(`error.${code}`) ? t(`error.${code}`) : t('error.unknown', { code })
