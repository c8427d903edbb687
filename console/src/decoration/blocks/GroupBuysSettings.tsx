import { useQueries, useQuery } from '@tanstack/react-query'
import { InputNumber, Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { activitiesQuery } from '../../promotion/api.ts'
import { groupBuysQuery } from '../../promotion/groupApi.ts'
import { Field } from '../Field.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function GroupBuysSettings({ settings, change }: SettingsProps<'group_buys'>) {
  const t = useTexts()
  const activities = useQuery(activitiesQuery({ state: 'live', limit: 50 }))
  const lists = useQueries({
    queries: (activities.data?.items ?? []).map(({ id }) => groupBuysQuery(id)),
  })
  const options = lists
    .flatMap(({ data }) => data?.items ?? [])
    .filter(({ state }) => state === 'live')
    .map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <TextField
        label={t('decoration.title_field')}
        most={40}
        value={settings.title}
        onChange={(title) => change({ title }, 'title')}
      />
      <Field label={t('decoration.group_buys')} hint={t('decoration.group_buys_hint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            placeholder={t('decoration.all_running')}
            value={settings.group_buys}
            onChange={(group_buys) => change({ group_buys: group_buys.slice(0, 20) })}
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
