import { useQuery } from '@tanstack/react-query'
import { InputNumber, Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { batchesQuery } from '../../promotion/api.ts'
import { Field } from '../Field.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function CouponsSettings({ settings, change }: SettingsProps<'coupons'>) {
  const t = useTexts()
  const found = useQuery(batchesQuery({ limit: 200 }))
  const takeable = (found.data?.items ?? []).filter(
    ({ id, is_takeable }) => is_takeable || settings.batches.includes(id),
  )
  return (
    <>
      <TextField
        label={t('decoration.title_field')}
        most={40}
        value={settings.title}
        onChange={(title) => change({ title }, 'title')}
      />
      <Field label={t('decoration.batches')} hint={t('decoration.batches_hint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            loading={found.isLoading}
            placeholder={t('decoration.all_takeable')}
            value={settings.batches}
            onChange={(batches) => change({ batches: batches.slice(0, 10) })}
            optionFilterProp="label"
            options={takeable.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </Field>
      <Field label={t('decoration.most')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={10}
            precision={0}
            value={settings.most}
            onChange={(most) => change({ most: most ?? 4 }, 'most')}
          />
        )}
      </Field>
    </>
  )
}
