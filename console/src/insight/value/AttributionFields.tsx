import { Checkbox } from 'antd'
import { EventField, PropertyField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { FIELD } from '../../audiences/say.ts'
import { useTexts } from '../../i18n/texts.ts'
import { blank } from '../examples.ts'
import styles from '../Insight.module.css'
import { eventsOf } from '../pattern.ts'
import { Field } from '../QuestionFields.tsx'
import {
  type AttributionDraft,
  DIMENSIONS,
  MODELS,
  type Model,
  ORDER_PAID,
  UNITS,
} from './attributionDraft.ts'
import { NumberField, Whose } from './fields.tsx'
import own from './Value.module.css'

type Props = { draft: AttributionDraft; onChange: (draft: AttributionDraft) => void }
const OTHER = 'other'

export function AttributionFields(props: Props) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('attribution.conversion')} hint={t('attribution.conversion_hint')}>
        <EventField
          label={t('attribution.conversion')}
          pattern={draft.conversion}
          onChange={(conversion) => onChange({ ...draft, conversion })}
        />
      </Field>
      <Field label={t('attribution.worth')} hint={t('attribution.worth_hint')}>
        <PropertyField
          events={eventsOf([draft.conversion, { any_of: [{ event: ORDER_PAID, where: [] }] }])}
          value={draft.value}
          numbersOnly
          onChange={(value) => onChange({ ...draft, value })}
        />
      </Field>
      <TouchField {...props} />
      <NumberField
        label={t('attribution.lookback')}
        hint={t('attribution.lookback_hint')}
        value={draft.lookback}
        min={1}
        max={365}
        suffix={t('value_unit.days')}
        onChange={(lookback) => onChange({ ...draft, lookback })}
      />
      <Field label={t('attribution.models')}>
        <Checkbox.Group
          className={own.models}
          value={draft.models}
          options={MODELS.map((value) => ({ value, label: t(`calc_model.${value}`) }))}
          onChange={(models) =>
            models.length > 0 && onChange({ ...draft, models: models as Model[] })
          }
        />
      </Field>
      {draft.models.includes('time_decay') && (
        <NumberField
          label={t('attribution.half_life')}
          value={draft.halfLife}
          min={1}
          max={365}
          suffix={t('value_unit.days')}
          onChange={(halfLife) => onChange({ ...draft, halfLife })}
        />
      )}
      <Field label={t('attribution.unit')}>
        <Choose
          label={t('attribution.unit')}
          value={draft.unit}
          options={UNITS.map((value) => ({ value, label: t(`attribution.unit_${value}`) }))}
          onChange={(unit) => onChange({ ...draft, unit })}
        />
      </Field>
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

function TouchField({ draft, onChange }: Props) {
  const t = useTexts()
  const { by, touch } = draft
  const known = DIMENSIONS.find((one) => FIELD + one === by)
  return (
    <Field label={t('attribution.by')} hint={t('attribution.by_hint')}>
      <Choose<string>
        label={t('attribution.by')}
        value={known ?? OTHER}
        options={[
          ...DIMENSIONS.map((value) => ({
            value: value as string,
            label: t(`attribution.by_${value}`),
          })),
          { value: OTHER, label: t('attribution.by_else') },
        ]}
        onChange={(next) => onChange({ ...draft, by: next === OTHER ? '' : FIELD + next })}
      />
      {!known && (
        <PropertyField
          events={touch ? eventsOf([touch]) : []}
          value={by}
          onChange={(property) => onChange({ ...draft, by: property })}
        />
      )}
      <Checkbox
        checked={touch !== undefined}
        onChange={({ target }) => {
          const { touch: _, ...rest } = draft
          onChange(target.checked ? { ...rest, touch: blank() } : rest)
        }}
      >
        {t('attribution.only_events')}
      </Checkbox>
      {touch && (
        <EventField
          label={t('attribution.touch_event')}
          pattern={touch}
          onChange={(next) => onChange({ ...draft, touch: next })}
        />
      )}
      <NumberField
        label={t('attribution.limit')}
        value={draft.limit}
        min={1}
        max={50}
        onChange={(limit) => onChange({ ...draft, limit })}
      />
    </Field>
  )
}
