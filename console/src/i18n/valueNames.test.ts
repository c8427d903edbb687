// Exports call codes as the console does.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { VALUE_NAMES } from '../../../server/src/desk/value-names.ts'

const KEYS: Record<keyof typeof VALUE_NAMES, string> = {
  platform: 'platform.',
  external_platform: 'external_platform.',
  storefront_conflict: 'storefronts.conflict_',
  order_state: 'order_state.',
  evidence: 'evidence.',
  lead_state: 'lead_state.',
  first_order_state: 'first_order_state.',
  quotation_state: 'quotation_state.',
  commission_state: 'commission_state.',
  payee_state: 'payee_state.',
  affiliate_state: 'affiliates.state_',
  appointment_state: 'appointment_state.',
  appointment_side: 'appointment_side.',
  form_state: 'form_state.',
  audience_state: 'audience_state.',
  conflict_kind: 'conflict_kind.',
  conflict_state: 'conflicts.state_',
  dead_letter_state: 'dead_letters.state_',
  import_kind: 'import_kind.',
  import_state: 'imports.state_',
  approval_state: 'approvals.state_',
  delivery_state: 'delivery_state.',
  offer_kind: 'offer_kind.',
  offer_source: 'offer_source.',
  offer_state: 'offer_state.',
  coupon_kind: 'coupons.kind_',
  review_state: 'reviews.state_',
  review_hidden_for: 'reviews.reason_',
  coupon_state: 'coupon_state.',
  privacy_kind: 'privacy.kind_',
  privacy_state: 'privacy.state_',
  role: 'role.',
  data_class: 'data_class.',
  attribute_type: 'attribute_type.',
  product_kind: 'products.kind_',
  sales_channel: 'sales_channel.kind_',
  commission_by: 'sales_channel.by_',
  bestie_card_state: 'bestie_card_state.',
  gift_card_state: 'gift_card_state.',
  offer_experiment_state: 'offer_experiment_state.',
  offer_experiment_kind: 'offer_experiment_kind.',
  offer_experiment_metric: 'offer_experiment_metric.',
  offer_experiment_rule: 'offer_experiment_rule.',
  invoice_kind: 'invoices.kind_',
  invoice_state: 'invoices.state_',
  subscription_state: 'subscriptions.state_',
  subscription_unit: 'subscriptions.unit_',
}

function textsOf(language: string): Record<string, string> {
  const folder = new URL(`./${language}/`, import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return Object.assign(
    {},
    ...files.map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
  )
}

test('codes in files are called as the console calls them', () => {
  const [zh, en] = [textsOf('zh-CN'), textsOf('en')]
  for (const [group, names] of Object.entries(VALUE_NAMES))
    for (const [code, called] of Object.entries(names)) {
      const key = KEYS[group as keyof typeof VALUE_NAMES] + code
      expect([key, ...called]).toEqual([key, zh[key], en[key]])
    }
})
