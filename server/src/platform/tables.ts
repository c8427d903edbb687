// Every table that is used through Kysely's typed builder, on one page. Types only.
import type { Generated } from 'kysely'

export interface Tables {
  tenant: TenantTable
}

export interface TenantTable {
  id: string
  name: string
  timezone: string
  currency: string
  language: Generated<'zh-CN' | 'en'>
  is_demo: Generated<boolean>
  created_at: Generated<Date>
}
