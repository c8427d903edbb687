import { useQueries, useQuery } from '@tanstack/react-query'
import { InputNumber, Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { activitiesQuery } from '../../promotion/api.ts'
import { bestiePlansQuery } from '../../promotion/bestieApi.ts'
import { Field } from '../Field.tsx'
import { TextField } from '../TextField.tsx'
import type { SettingsProps } from './settings.ts'

export function BestieCardsSettings({ settings, change }: SettingsProps<'bestie_cards'>) {
  const t = useTexts()
  const activities = useQuery(activitiesQuery({ state: 'live', limit: 50 }))
  const lists = useQueries({
    queries: (activities.data?.items ?? []).map(({ id }) => bestiePlansQuery(id)),
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
      <Field label={t('decoration.bestie_plans')} hint={t('decoration.bestie_plans_hint')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            placeholder={t('decoration.all_bestie_plans')}
            value={settings.plans}
            onChange={(plans) => change({ plans: plans.slice(0, 10) })}
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
            max={10}
            precision={0}
            value={settings.most}
            onChange={(most) => change({ most: most ?? 2 }, 'most')}
          />
        )}
      </Field>
    </>
  )
}
