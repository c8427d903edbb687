import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { At } from '../building.tsx'
import { OrderWhereField } from '../OrderWhereField.tsx'
import { Choose } from '../Pick.tsx'
import { Num, WindowField } from '../Pieces.tsx'
import type { DefinitionOf } from './api.ts'
import { blankDefinition } from './blank.ts'
import styles from './Computed.module.css'
import { Field } from './Field.tsx'
import { FormulaField } from './FormulaField.tsx'

type Bins = DefinitionOf<'bins'>
const OF_ORDERS = ['average_fen', 'amount_fen', 'count', 'products', 'refunded_share'] as const

/** Labels for the stretches of a number, each beginning where it says. */
export function BinsField(props: {
  definition: Bins
  formulaText: string | null
  /** Whether the number that is there already is an amount, in fen. */
  money: boolean
  onChange: (definition: Bins) => void
}) {
  const t = useTexts()
  const { definition: d, onChange } = props
  const { of } = d
  const isOrders = of.kind === 'order_figure'
  const [isAmount, setIsAmount] = useState(props.money)
  const scaleOf = (is: boolean) => (is ? 100 : 1)
  const isOrderAmount = isOrders && (of.of === 'average_fen' || of.of === 'amount_fen')
  const scale = scaleOf(isOrders ? isOrderAmount : isAmount)
  const blank = blankDefinition('bins')
  return (
    <div className={styles.fields}>
      <Field label={t('computed_field.number')} at="of">
        <Segmented
          aria-label={t('computed_field.number')}
          style={{ alignSelf: 'flex-start' }}
          value={isOrders ? 'orders' : 'formula'}
          onChange={(kind) => {
            const toOrders = kind === 'orders' && blank.kind === 'bins'
            const factor = scaleOf(toOrders) / scale
            setIsAmount(false)
            onChange({
              ...d,
              of: toOrders ? blank.of : { kind: 'attribute', name: '' },
              cuts: d.cuts.map((cut) => cut * factor),
            })
          }}
          options={[
            { value: 'orders', label: t('computed_field.of_orders') },
            { value: 'formula', label: t('computed_kind.formula') },
          ]}
        />
        {isOrders ? (
          <span className={styles.row}>
            <WindowField
              window={of.window}
              onChange={(window) => onChange({ ...d, of: { ...of, window } })}
            />
            <Choose
              label={t('computed_field.what')}
              value={of.of}
              options={OF_ORDERS.map((one) => ({
                value: one,
                label: t(`audience_measure.${one}`),
              }))}
              onChange={(next) => onChange({ ...d, of: { ...of, of: next } })}
            />
            <OrderWhereField
              where={of.where}
              onChange={(where) => onChange({ ...d, of: { ...of, where } })}
            />
          </span>
        ) : (
          <FormulaField
            text={props.formulaText}
            formula={of}
            onChange={(formula, money) => {
              // What stands in the fields stays; what it means follows the formula.
              const factor = scaleOf(money) / scale
              setIsAmount(money)
              onChange({ ...d, of: formula, cuts: d.cuts.map((cut) => cut * factor) })
            }}
          />
        )}
      </Field>
      <Field label={t('computed_field.bins')} at="cuts">
        {d.labels.map((label, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stretches have no names of their own
          <span key={i} className={styles.row}>
            <At at={['labels', i]}>
              <Input
                style={{ width: 180 }}
                aria-label={`${t('computed_field.label')} ${i + 1}`}
                placeholder={t('computed_field.label')}
                maxLength={100}
                value={label}
                onChange={(event) =>
                  onChange({ ...d, labels: d.labels.with(i, event.target.value) })
                }
              />
            </At>
            <span className={styles.label}>
              {t(i === 0 ? 'computed_field.below' : 'computed_field.from')}
            </span>
            <Num
              label={`${t('computed_field.bins')} ${i + 1}`}
              value={(d.cuts[Math.max(0, i - 1)] ?? 0) / scale}
              onChange={(n) => onChange({ ...d, cuts: d.cuts.with(Math.max(0, i - 1), n * scale) })}
            />
            {i > 0 && d.labels.length > 2 && (
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t('computed_field.remove')}
                onClick={() =>
                  onChange({
                    ...d,
                    cuts: d.cuts.toSpliced(i - 1, 1),
                    labels: d.labels.toSpliced(i, 1),
                  })
                }
              />
            )}
          </span>
        ))}
        <Button
          type="dashed"
          size="small"
          style={{ alignSelf: 'flex-start' }}
          icon={<PlusOutlined />}
          disabled={d.labels.length >= 51}
          onClick={() =>
            onChange({
              ...d,
              cuts: [...d.cuts, (d.cuts.at(-1) ?? 0) * 2 || scale],
              labels: [...d.labels, ''],
            })
          }
        >
          {t('computed_field.add_bin')}
        </Button>
      </Field>
    </div>
  )
}
