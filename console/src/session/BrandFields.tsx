import { Form, Input, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Gate.module.css'

const currencies = ['CNY', 'HKD', 'MOP', 'TWD', 'USD', 'EUR', 'GBP', 'JPY', 'SGD', 'MYR', 'THB']

/** A brand's name, zone and currency; `within` is the form's part that holds them. */
export function BrandFields(props: { within?: string; autoFocus?: boolean }) {
  const t = useTexts()
  const path = (name: string) => (props.within ? [props.within, name] : [name])
  return (
    <>
      <Form.Item
        name={path('name')}
        label={t('new_brand.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus={props.autoFocus ?? false} maxLength={60} autoComplete="organization" />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name={path('timezone')} label={t('new_brand.timezone')}>
          <Select showSearch options={zones().map((value) => ({ value }))} />
        </Form.Item>
        <Form.Item name={path('currency')} label={t('new_brand.currency')}>
          <Select showSearch options={currencies.map((value) => ({ value }))} />
        </Form.Item>
      </div>
    </>
  )
}

function zones(): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes('UTC') ? known : ['UTC', ...known]
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
