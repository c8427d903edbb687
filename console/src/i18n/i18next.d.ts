import 'i18next'
import type { AreaTexts } from './areas.ts'
import type zh from './zh-CN.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'console'
    keySeparator: false
    nsSeparator: false
    resources: { console: typeof zh & AreaTexts }
  }
}
