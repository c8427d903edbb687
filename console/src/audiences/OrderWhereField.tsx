import { CloseOutlined, FilterOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { At, useBuilding } from './building.tsx'
import { KnownMany } from './KnownValues.tsx'
import { Choose, PickMany } from './Pick.tsx'
import { NumberField, useCurrencySign } from './Pieces.tsx'
import type { OrderWhere } from './rule.ts'

const PARTS = [
  'products',
  'categories',
  'platforms',
  'stores',
  'channels',
  'guides',
  'with_offer',
  'offers',
  'coupons',
  'activities',
  'amount_fen',
] as const
type Part = (typeof PARTS)[number]

/** Which orders, or lines of orders, are meant: all until a condition is added. */
export function OrderWhereField(props: {
  where: OrderWhere
  onChange: (where: OrderWhere) => void
}) {
  const t = useTexts()
  const { where, onChange } = props
  const { choices } = useBuilding()
  const shown = PARTS.filter((part) => where[part] !== undefined)
  const left = PARTS.filter((part) => where[part] === undefined)
  const without = (part: Part) => {
    const { [part]: _, ...rest } = where
    onChange(rest)
  }
  const add = (part: Part) => onChange({ ...where, ...firstOf(part) })
  const label = (part: Part) => t(`audience_order.${part}`)
  const field = (part: Part) => {
    if (part === 'amount_fen')
      return where.amount_fen === undefined ? null : (
        <MoneyField
          label={label(part)}
          test={where.amount_fen}
          onChange={(amount_fen) => onChange({ ...where, amount_fen })}
        />
      )
    if (part === 'with_offer')
      return (
        <Choose
          label={label(part)}
          value={where.with_offer ? 'yes' : 'no'}
          options={(['yes', 'no'] as const).map((value) => ({
            value,
            label: t(`audience_order.with_offer_${value}`),
          }))}
          onChange={(is) => onChange({ ...where, with_offer: is === 'yes' })}
        />
      )
    const values = where[part] ?? []
    const put = (next: string[]) => onChange({ ...where, [part]: next })
    if (part === 'products' || part === 'categories')
      return (
        <KnownMany
          label={label(part)}
          of={{ of: part === 'products' ? 'product' : 'category' }}
          values={values}
          onChange={put}
        />
      )
    return (
      <PickMany label={label(part)} values={values} choices={choices[part]} isFree onChange={put} />
    )
  }
  return (
    <span className={styles.event}>
      {shown.map((part) => (
        <At key={part} at={[part]}>
          <span className={styles.where}>
            <span className={styles.words}>{label(part)}</span>
            {field(part)}
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('audience_build.remove_order_where', { name: label(part) })}
              onClick={() => without(part)}
            />
          </span>
        </At>
      ))}
      {left.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: left.map((part) => ({ key: part, label: label(part) })),
            onClick: ({ key }) => add(key as Part),
          }}
        >
          <Button type="text" size="small" className={styles.quietButton} icon={<FilterOutlined />}>
            {t('audience_build.add_order_where')}
          </Button>
        </Dropdown>
      )}
    </span>
  )
}

function firstOf(part: Part): OrderWhere {
  if (part === 'amount_fen') return { amount_fen: { op: 'gte', value: 10_000 } }
  return part === 'with_offer' ? { with_offer: true } : { [part]: [] }
}

/** Typed in whole units of the currency, kept in fen. */
export function MoneyField(props: Omit<Parameters<typeof NumberField>[0], 'scale'>) {
  return <NumberField {...props} scale={100} prefix={useCurrencySign()} />
}
