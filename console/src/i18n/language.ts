import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { type Area, areas } from './areas.ts'

export type Language = 'zh-CN' | 'en'

const STORED = 'homefield.language'

const texts = {
  'zh-CN': () => import('./zh-CN.ts'),
  en: () => import('./en.ts'),
}

/** Before anybody has signed in: what was spoken here last, else English for an English browser, else Chinese. */
function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  if (stored === 'zh-CN' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

const opened = new Set<Area>()

async function loadArea(area: Area, language: Language): Promise<void> {
  const bundle = await areas[area][language]()
  i18next.addResourceBundle(language, 'console', bundle.default, true, true)
}

/** What an import brings, once the texts of its areas are there too. */
export async function withTexts<Module>(
  areas: Area | readonly Area[],
  module: Promise<Module>,
): Promise<Module> {
  const wanted = typeof areas === 'string' ? [areas] : areas
  for (const area of wanted) opened.add(area)
  await Promise.all(wanted.map((area) => loadArea(area, currentLanguage())))
  return module
}

async function load(language: Language): Promise<void> {
  if (i18next.hasResourceBundle(language, 'console')) return
  const bundle = await texts[language]()
  i18next.addResourceBundle(language, 'console', bundle.default)
}

export async function startTexts(): Promise<void> {
  const language = preferredLanguage()
  await i18next.use(initReactI18next).init({
    lng: language,
    defaultNS: 'console',
    ns: ['console'],
    // A test proves that both files hold every key, so there is nothing to fall back to.
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    interpolation: { escapeValue: false },
    // What is known once texts have come is shown at once.
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  await speak(language)
  // What to do about single errors and what exports are of is seldom asked for, and not by the first page.
  void withTexts(['advice', 'exports'], Promise.resolve()).catch((error: unknown) =>
    console.warn('the words about errors and exports did not come', error),
  )
}

export async function speak(language: Language): Promise<void> {
  await load(language)
  await Promise.all([...opened].map((area) => loadArea(area, language)))
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

let chosen: Language | undefined

/** By whoever sits here; once she is signed in it becomes her own. */
export async function chooseLanguage(language: Language): Promise<void> {
  chosen = language
  await follow(language)
}

/** What was chosen before she signed in; told once. */
export function takeChosen(): Language | undefined {
  const taken = chosen
  chosen = undefined
  return taken
}

/** Speaks it, and begins with it the next time. */
export async function follow(language: Language): Promise<void> {
  localStorage.setItem(STORED, language)
  if (language !== currentLanguage()) await speak(language)
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}
