import { useQuery } from '@tanstack/react-query'
import { InputNumber, Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { flashSalesQuery } from '../../promotion/flashApi.ts'
import { Field } from '../Field.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function FlashSalesSettings({ settings, change }: SettingsProps<'flash_sales'>) {
  const t = useTexts()
  const found = useQuery(flashSalesQuery({ state: 'live', limit: 200 }))
  const options = (found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <TextField
        label={t('decoration.title_field')}
        most={40}
        value={settings.title}
        onChange={(title) => change({ title }, 'title')}
      />
      <Field label={t('decoration.flash_sales')} hint={t('decoration.flash_sales_hint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            placeholder={t('decoration.all_flash_sales')}
            value={settings.flash_sales}
            onChange={(flash_sales) => change({ flash_sales: flash_sales.slice(0, 20) })}
            optionFilterProp="label"
            options={options}
          />
        )}
      </Field>
      <Field label={t('decoration.most')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={20}
            precision={0}
            value={settings.most}
            onChange={(most) => change({ most: most ?? 6 }, 'most')}
          />
        )}
      </Field>
    </>
  )
}
