// What a definition is made of, field by field.
import { Checkbox } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { At } from '../building.tsx'
import { EventField, PropertyField } from '../EventField.tsx'
import { OrderWhereField } from '../OrderWhereField.tsx'
import { Choose } from '../Pick.tsx'
import { Num, WindowField } from '../Pieces.tsx'
import type { Definition, DefinitionOf } from './api.ts'
import { BinsField } from './BinsField.tsx'
import { CasesField } from './CasesField.tsx'
import styles from './Computed.module.css'
import { Field } from './Field.tsx'
import { FormulaField } from './FormulaField.tsx'

export interface FieldsProps<D extends Definition> {
  definition: D
  onChange: (definition: D) => void
}

const OF_EVENTS = ['count', 'sum', 'average', 'min', 'max', 'distinct'] as const
const OF_ORDERS = ['amount_fen', 'count', 'average_fen', 'products', 'refunded_share'] as const
const WHICH = ['first', 'last', 'most_frequent'] as const
const DAYS = ['first', 'last'] as const
const BY = ['product', 'category', 'store', 'channel', 'platform'] as const

export function DefinitionFields(props: {
  definition: Definition
  /** The formula as it was written; of an edit, as the server writes it. */
  formulaText: string | null
  money: boolean
  onChange: (definition: Definition) => void
}) {
  const { definition: d, onChange } = props
  switch (d.kind) {
    case 'event_figure':
    case 'event_value':
    case 'event_day':
      return <EventFields definition={d} onChange={onChange} />
    case 'order_figure':
    case 'order_value':
    case 'order_day':
      return <OrderFields definition={d} onChange={onChange} />
    case 'formula':
      return (
        <FormulaField
          text={props.formulaText}
          formula={d.formula}
          onChange={(formula) => onChange({ ...d, formula })}
        />
      )
    case 'bins':
      return <BinsField {...props} definition={d} />
    case 'cases':
      return <CasesField definition={d} onChange={onChange} />
    case 'rfm':
      return <RfmFields definition={d} onChange={onChange} />
  }
}

type EventDefinition = DefinitionOf<'event_figure' | 'event_value' | 'event_day'>

function EventFields({ definition: d, onChange }: FieldsProps<EventDefinition>) {
  const t = useTexts()
  const hasProperty = d.kind === 'event_value' || (d.kind === 'event_figure' && d.of !== 'count')
  return (
    <div className={styles.fields}>
      <Field label={t('computed_field.event')} at="event">
        <EventField pattern={d.event} onChange={(event) => onChange({ ...d, event })} />
      </Field>
      <Field label={t('computed_field.window')} at="window">
        <WindowField window={d.window} onChange={(window) => onChange({ ...d, window })} />
      </Field>
      <Field label={t('computed_field.what')}>
        {d.kind === 'event_figure' ? (
          <Choose
            label={t('computed_field.what')}
            value={d.of}
            options={OF_EVENTS.map((of) => ({ value: of, label: t(`computed_of.${of}`) }))}
            onChange={(of) => onChange({ ...d, of })}
          />
        ) : (
          <WhichField definition={d} onChange={onChange} />
        )}
      </Field>
      {hasProperty && (
        <Field label={t('audience_build.property')} at="property">
          <PropertyField
            events={d.event.any_of.map(({ event }) => event)}
            value={('property' in d && d.property) || ''}
            numbersOnly={d.kind === 'event_figure' && d.of !== 'distinct'}
            onChange={(property) => onChange({ ...d, property } as EventDefinition)}
          />
        </Field>
      )}
    </div>
  )
}

function WhichField<
  D extends DefinitionOf<'event_value' | 'event_day' | 'order_value' | 'order_day'>,
>({ definition: d, onChange }: FieldsProps<D>) {
  const t = useTexts()
  const offered = d.kind === 'event_day' || d.kind === 'order_day' ? DAYS : WHICH
  return (
    <Choose<(typeof WHICH)[number]>
      label={t('computed_field.what')}
      value={d.which}
      options={offered.map((which) => ({ value: which, label: t(`computed_which.${which}`) }))}
      onChange={(which) => onChange({ ...d, which })}
    />
  )
}

function OrderFields({
  definition: d,
  onChange,
}: FieldsProps<DefinitionOf<'order_figure' | 'order_value' | 'order_day'>>) {
  const t = useTexts()
  return (
    <div className={styles.fields}>
      <Field label={t('computed_field.window')} at="window">
        <WindowField window={d.window} onChange={(window) => onChange({ ...d, window })} />
      </Field>
      <Field label={t('computed_field.what')}>
        <span className={styles.row}>
          {d.kind === 'order_figure' ? (
            <Choose
              label={t('computed_field.what')}
              value={d.of}
              options={OF_ORDERS.map((of) => ({ value: of, label: t(`audience_measure.${of}`) }))}
              onChange={(of) => onChange({ ...d, of })}
            />
          ) : (
            <WhichField definition={d} onChange={onChange} />
          )}
          {d.kind === 'order_value' && (
            <Choose
              label={t('computed_field.by')}
              value={d.by}
              options={BY.map((by) => ({ value: by, label: t(`computed_by.${by}`) }))}
              onChange={(by) => onChange({ ...d, by })}
            />
          )}
        </span>
      </Field>
      <Field label={t('computed_field.where')} at="where">
        <OrderWhereField where={d.where} onChange={(where) => onChange({ ...d, where })} />
      </Field>
    </div>
  )
}

function RfmFields({ definition: d, onChange }: FieldsProps<DefinitionOf<'rfm'>>) {
  const t = useTexts()
  const isGiven = d.cuts.kind === 'given'
  return (
    <div className={styles.fields}>
      <Field label={t('computed_field.window')} at="window">
        <WindowField window={d.window} onChange={(window) => onChange({ ...d, window })} />
      </Field>
      <Field label={t('computed_field.where')} at="where">
        <OrderWhereField where={d.where} onChange={(where) => onChange({ ...d, where })} />
      </Field>
      <Field label={t('computed_field.output')}>
        <Choose
          label={t('computed_field.output')}
          value={d.output}
          options={(['cell', 'r', 'f', 'm'] as const).map((output) => ({
            value: output,
            label: t(`computed_output.${output}`),
          }))}
          onChange={(output) => onChange({ ...d, output })}
        />
      </Field>
      <Field label={t('computed_field.money')}>
        <Choose
          label={t('computed_field.money')}
          value={d.money}
          options={(['average_fen', 'amount_fen'] as const).map((money) => ({
            value: money,
            label: t(`audience_measure.${money}`),
          }))}
          onChange={(money) => onChange({ ...d, money })}
        />
      </Field>
      <Field label={t('computed_field.cuts')} at="cuts">
        {d.cuts.kind === 'fifths' ? (
          <Choose
            label={t('computed_field.anew')}
            value={d.cuts.anew}
            options={(['month', 'week', 'never'] as const).map((anew) => ({
              value: anew,
              label: t(`computed_anew.${anew}`),
            }))}
            onChange={(anew) => onChange({ ...d, cuts: { kind: 'fifths', anew } })}
          />
        ) : (
          <GivenCuts definition={d} cuts={d.cuts} onChange={onChange} />
        )}
        <Checkbox
          checked={isGiven}
          onChange={({ target }) =>
            onChange({
              ...d,
              cuts: target.checked
                ? {
                    kind: 'given',
                    r: [180, 90, 30, 7],
                    f: [2, 3, 5, 10],
                    m: [5_000, 10_000, 20_000, 50_000],
                  }
                : { kind: 'fifths', anew: 'month' },
            })
          }
        >
          {t('computed_field.cuts_given')}
        </Checkbox>
      </Field>
    </div>
  )
}

type Given = Extract<DefinitionOf<'rfm'>['cuts'], { kind: 'given' }>

function GivenCuts({
  definition: d,
  cuts,
  onChange,
}: FieldsProps<DefinitionOf<'rfm'>> & { cuts: Given }) {
  const t = useTexts()
  return (['r', 'f', 'm'] as const).map((which) => (
    <At key={which} at={[which]} says>
      <span className={styles.row}>
        <span className={styles.label}>{t(`computed_cuts.${which}`)}</span>
        {cuts[which].map((cut, i) => (
          <Num
            // biome-ignore lint/suspicious/noArrayIndexKey: four places that stay
            key={i}
            label={`${t(`computed_cuts.${which}`)} ${i + 2}`}
            value={which === 'm' ? cut / 100 : cut}
            onChange={(next) =>
              onChange({
                ...d,
                cuts: {
                  ...cuts,
                  [which]: cuts[which].with(i, which === 'm' ? Math.round(next * 100) : next),
                },
              })
            }
          />
        ))}
      </span>
    </At>
  ))
}
