import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import styles from './Definitions.module.css'
import {
  blankCondition,
  CONDITIONS,
  type Condition,
  conditionBegun,
  type Expression,
  type Group,
  isGroup,
  MOST_CONDITIONS,
} from './expression.ts'

interface Props {
  value: Condition
  onChange: (value: Condition) => void
  /** How a side is edited. */
  side: (label: string, value: Expression, put: (next: Expression) => void) => ReactNode
}

/** One comparison, or a group of conditions: all, any, or not. */
export function ConditionField(props: Props) {
  const t = useTexts()
  const { value, side, onChange } = props
  const op = (
    <Choose
      label={t('derived.when')}
      value={value.op}
      options={CONDITIONS.map((one) => ({ value: one, label: t(`derived_op.${one}`) }))}
      onChange={(next) => onChange(conditionBegun(next, value))}
    />
  )
  if (isGroup(value))
    return (
      <div className={styles.part}>
        <div className={styles.line}>{op}</div>
        <Members {...props} value={value} />
      </div>
    )
  if (value.op === 'not')
    return (
      <div className={styles.part}>
        <div className={styles.line}>{op}</div>
        <ConditionField {...props} value={value.of} onChange={(of) => onChange({ ...value, of })} />
      </div>
    )
  const left = 'left' in value ? value.left : value.of
  return (
    <>
      {side(t('derived.when'), left, (next) =>
        onChange('left' in value ? { ...value, left: next } : { ...value, of: next }),
      )}
      <div className={styles.line}>
        {op}
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

function Members(props: Omit<Props, 'value'> & { value: Group }) {
  const t = useTexts()
  const { value, side, onChange } = props
  const put = (of: Condition[]) => onChange({ ...value, of })
  return (
    <>
      {value.of.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names of their own
        <div key={i} className={styles.removable}>
          <div className={`${styles.part} ${styles.inner}`}>
            <ConditionField
              value={one}
              side={side}
              onChange={(next) => put(value.of.with(i, next))}
            />
          </div>
          {value.of.length > 1 && (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('derived.remove_condition')}
              onClick={() => put(value.of.toSpliced(i, 1))}
            />
          )}
        </div>
      ))}
      {value.of.length < MOST_CONDITIONS && (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          style={{ justifySelf: 'start' }}
          onClick={() => put([...value.of, blankCondition()])}
        >
          {t('derived.add_condition')}
        </Button>
      )}
    </>
  )
}
