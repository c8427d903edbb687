import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { blankEvent } from './blank.ts'
import { At, useBuilding } from './building.tsx'
import { EventField, PropertyField } from './EventField.tsx'
import type { LeafEditorProps } from './LeafEditor.tsx'
import { MoneyField, OrderWhereField } from './OrderWhereField.tsx'
import { Choose } from './Pick.tsx'
import { Num, NumberField, WindowField } from './Pieces.tsx'
import type { LeafOf, Measure, OrderMeasure } from './rule.ts'
import { Sentence } from './Sentence.tsx'

const MEASURES = ['count', 'amount_fen', 'average_fen', 'products', 'refunded_share'] as const

export function OrdersEditor(props: LeafEditorProps<LeafOf<'orders'>>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const choose = (of: OrderMeasure) => {
    const isMoney = of === 'amount_fen' || of === 'average_fen'
    const value = isMoney ? 50_000 : of === 'refunded_share' ? 0.3 : 2
    onChange({ ...leaf, of, is: unitOf(of) === unitOf(leaf.of) ? leaf.is : { op: 'gte', value } })
  }
  return (
    <Sentence
      text="audience_edit.orders"
      parts={{
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
        of: (
          <Choose
            label={t('audience_build.measure')}
            value={leaf.of}
            options={MEASURES.map((of) => ({ value: of, label: t(`audience_measure.${of}`) }))}
            onChange={choose}
          />
        ),
        is: <MeasuredField leaf={leaf} onChange={onChange} />,
        where: (
          <OrderWhereField where={leaf.where} onChange={(where) => onChange({ ...leaf, where })} />
        ),
      }}
    />
  )
}

const unitOf = (of: OrderMeasure) =>
  of === 'amount_fen' || of === 'average_fen'
    ? 'money'
    : of === 'refunded_share'
      ? 'share'
      : 'count'

function MeasuredField(props: LeafEditorProps<LeafOf<'orders'>>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const field = {
    label: t('audience_build.number'),
    test: leaf.is,
    onChange: (is: typeof leaf.is) => onChange({ ...leaf, is }),
  }
  const unit = unitOf(leaf.of)
  if (unit === 'money') return <MoneyField {...field} />
  if (unit === 'share') return <NumberField {...field} scale={0.01} min={0} suffix="%" />
  return (
    <NumberField
      {...field}
      min={0}
      precision={0}
      suffix={t(
        leaf.of === 'count' ? 'audience_build.orders_word' : 'audience_build.products_word',
      )}
    />
  )
}

const KEEPS = ['basis_points', 'customers', 'contribution'] as const
const BYS = ['orders', 'times', 'sum'] as const
const ORDER_BYS = ['amount_fen', 'count', 'average_fen'] as const

function blankMeasure(kind: Measure['kind'], before: Measure): Measure {
  const event = 'event' in before ? before.event : blankEvent()
  if (kind === 'orders') return { kind, of: 'amount_fen', where: {} }
  return kind === 'times' ? { kind, event } : { kind, event, property: '' }
}

export function TopEditor(props: LeafEditorProps<LeafOf<'top'>>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const { by, keep } = leaf
  const isCount = keep.unit === 'customers'
  return (
    <Sentence
      text="audience_edit.top"
      parts={{
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
        by: (
          <span className={styles.event}>
            <Choose
              label={t('audience_build.by')}
              value={by.kind}
              options={BYS.map((kind) => ({ value: kind, label: t(`audience_by.${kind}`) }))}
              onChange={(kind) => onChange({ ...leaf, by: blankMeasure(kind, by) })}
            />
            <MeasureField by={by} onChange={(next) => onChange({ ...leaf, by: next })} />
          </span>
        ),
        keep: (
          <span className={styles.joined}>
            <Choose
              label={t('audience_build.keep')}
              value={keep.unit}
              options={KEEPS.map((unit) => ({ value: unit, label: t(`audience_keep.${unit}`) }))}
              onChange={(unit) =>
                onChange({
                  ...leaf,
                  keep: {
                    unit,
                    n: unit === 'customers' ? 1_000 : unit === 'contribution' ? 8_000 : 2_000,
                  },
                })
              }
            />
            <Num
              label={t('audience_build.number')}
              value={isCount ? keep.n : keep.n / 100}
              min={isCount ? 1 : 0.01}
              max={isCount ? 100_000_000 : 100}
              precision={isCount ? 0 : undefined}
              onChange={(n) =>
                onChange({ ...leaf, keep: { ...keep, n: isCount ? n : Math.round(n * 100) } })
              }
            />
            <span className={styles.words}>
              {isCount ? t('audience_keep.customers_unit') : '%'}
            </span>
          </span>
        ),
      }}
    />
  )
}

function MeasureField(props: { by: Measure; onChange: (by: Measure) => void }) {
  const t = useTexts()
  const { by, onChange } = props
  const { sayer } = useBuilding()
  if (by.kind === 'orders')
    return (
      <>
        <Choose
          label={t('audience_build.measure')}
          value={by.of}
          options={ORDER_BYS.map((of) => ({ value: of, label: sayer.t(`audience_measure.${of}`) }))}
          onChange={(of) => onChange({ ...by, of })}
        />
        <At at={['where']}>
          <OrderWhereField where={by.where} onChange={(where) => onChange({ ...by, where })} />
        </At>
      </>
    )
  return (
    <>
      <At at={['event']}>
        <EventField pattern={by.event} onChange={(event) => onChange({ ...by, event })} />
      </At>
      {by.kind === 'sum' && (
        <At at={['property']}>
          <PropertyField
            events={by.event.any_of.map(({ event }) => event)}
            value={by.property}
            numbersOnly
            onChange={(property) => onChange({ ...by, property })}
          />
        </At>
      )}
    </>
  )
}
