import { DatePicker, Form, InputNumber, Radio } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import type { Fields } from './fields.ts'
import styles from './Quotations.module.css'

/** Paid at once, or a deposit first. */
export function DepositFields() {
  const t = useTexts()
  const form = Form.useFormInstance<Fields>()
  const pay = Form.useWatch('pay', form) ?? 'whole'
  const by = Form.useWatch('by', form) ?? 'share'
  const needed = [{ required: true, message: t('quotations.needed') }]
  return (
    <>
      <Form.Item name="pay" label={t('quotations.pay')} extra={t(`quotation_law.${pay}`)}>
        <Radio.Group
          options={(['whole', 'earnest', 'advance'] as const).map((value) => ({
            value,
            label: t(`quotation_pay.${value}`),
          }))}
        />
      </Form.Item>
      {pay !== 'whole' && (
        <div className={styles.pair}>
          <Form.Item name="by" label={t('quotations.deposit')}>
            <Radio.Group
              options={(['share', 'sum'] as const).map((value) => ({
                value,
                label: t(`quotations.by_${value}`),
              }))}
            />
          </Form.Item>
          {by === 'share' ? (
            <Form.Item name="share" label={t('quotations.share')} rules={needed}>
              <InputNumber
                min={0.01}
                max={99.99}
                precision={2}
                suffix="%"
                style={{ width: '100%' }}
              />
            </Form.Item>
          ) : (
            <Form.Item name="sum" label={t('quotations.sum')} rules={needed}>
              <InputNumber
                min={0.01}
                precision={2}
                suffix={t('quotations.yuan')}
                style={{ width: '100%' }}
              />
            </Form.Item>
          )}
          <Form.Item name="balance_until" label={t('quotations.balance_until')} rules={needed}>
            <DatePicker showTime style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="ships_by" label={t('quotations.ships_on')} rules={needed}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
      )}
    </>
  )
}
