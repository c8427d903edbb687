import { Input } from 'antd'
import type { ReactNode } from 'react'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import styles from './Definitions.module.css'
import { CONDITIONS, type Condition, type Expression, typeOf } from './expression.ts'

type One = Extract<Condition, { left: unknown } | { op: 'is_set' } | { op: 'contains' }>
const isOne = (condition: Condition): condition is One =>
  'left' in condition || condition.op === 'is_set' || condition.op === 'contains'

/** One comparison; what was written over the API with groups is kept as it is. */
export function ConditionField(props: {
  value: Condition
  onChange: (value: Condition) => void
  /** How a side is edited. */
  side: (label: string, value: Expression, put: (next: Expression) => void) => ReactNode
}) {
  const t = useTexts()
  const { value, side, onChange } = props
  if (!isOne(value)) return <code className={styles.code}>{JSON.stringify(value)}</code>
  const left = 'left' in value ? value.left : value.of
  const put = (op: (typeof CONDITIONS)[number]) => {
    if (op === 'is_set') onChange({ op, of: left })
    else if (op === 'contains') onChange({ op, of: left, text: '' })
    else if ('right' in value) onChange({ ...value, op })
    else
      onChange({
        ...{ op, left },
        right:
          typeOf(left) === 'number' ? { kind: 'number', value: 0 } : { kind: 'text', value: '' },
      })
  }
  return (
    <>
      {side(t('derived.when'), left, (next) =>
        onChange('left' in value ? { ...value, left: next } : { ...value, of: next }),
      )}
      <div className={styles.line}>
        <Choose
          label={t('derived.when')}
          value={value.op}
          options={CONDITIONS.map((op) => ({ value: op, label: t(`derived_op.${op}`) }))}
          onChange={put}
        />
        {value.op === 'contains' && (
          <Input
            variant="filled"
            aria-label={t('derived_op.contains')}
            maxLength={500}
            value={value.text}
            onChange={({ target }) => onChange({ ...value, text: target.value })}
          />
        )}
      </div>
      {'right' in value &&
        side(t('derived.compared'), value.right, (right) => onChange({ ...value, right }))}
    </>
  )
}
