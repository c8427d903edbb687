import { Form, Radio } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import type { StoreKind } from './api.ts'

const KINDS: readonly StoreKind[] = ['direct', 'franchise', 'online']

export function StoreKindField() {
  const t = useTexts()
  return (
    <Form.Item name="kind" label={t('org.kind')}>
      <Radio.Group
        optionType="button"
        options={KINDS.map((value) => ({ value, label: t(`org.kind_${value}`) }))}
      />
    </Form.Item>
  )
}
