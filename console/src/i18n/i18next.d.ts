import 'i18next'
import type audiences from './zh-CN/audiences.json'
import type calculators from './zh-CN/calculators.json'
import type insight from './zh-CN/insight.json'
import type pools from './zh-CN/pools.json'
import type templates from './zh-CN/templates.json'
import type zh from './zh-CN.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'console'
    keySeparator: false
    nsSeparator: false
    resources: {
      console: typeof zh &
        typeof audiences &
        typeof calculators &
        typeof insight &
        typeof pools &
        typeof templates
    }
  }
}
