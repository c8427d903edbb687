import { useQuery } from '@tanstack/react-query'
import { App, Form, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type CreditRule, creditRuleQuery, saveCreditRule, useOrdersChanged } from './api.ts'

const GUIDES = ['placed_by', 'scanned', 'shared', 'assigned'] as const
const STORES = ['guide', 'assigned', 'selling'] as const
const AFFILIATES = ['beside_guide', 'without_guide', 'before_guide', 'never'] as const

/** Who comes first when several have a part in an order. What is chosen first comes first. */
export function CreditRuleForm(props: { onClose: () => void }) {
  const found = useQuery(creditRuleQuery)
  if (found.error) return <ErrorNote error={found.error} />
  return found.data ? <Fields rule={found.data} onClose={props.onClose} /> : null
}

function Fields({ rule, onClose }: { rule: CreditRule; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrdersChanged()
  return (
    <FormDialog<Pick<CreditRule, 'guides' | 'stores' | 'affiliates'>>
      title={t('credit.rule')}
      okText={t('action.save')}
      words={t('credit.rule_words')}
      initial={{ guides: rule.guides, stores: rule.stores, affiliates: rule.affiliates }}
      save={(given) => saveCreditRule({ ...given, version: rule.version })}
      onSaved={async () => {
        void message.success(t('credit.rule_saved'))
        onClose()
        await changed()
      }}
      onClose={onClose}
    >
      <Form.Item name="guides" label={t('credit.guides')} extra={t('credit.guides_hint')}>
        <Select
          mode="multiple"
          options={GUIDES.map((value) => ({ value, label: t(`credit.because_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="stores" label={t('credit.stores')} extra={t('credit.stores_hint')}>
        <Select
          mode="multiple"
          options={STORES.map((value) => ({ value, label: t(`credit.store_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="affiliates" label={t('affiliates.rule')} extra={t('affiliates.rule_hint')}>
        <Select
          options={AFFILIATES.map((value) => ({ value, label: t(`affiliates.rule_${value}`) }))}
        />
      </Form.Item>
    </FormDialog>
  )
}
