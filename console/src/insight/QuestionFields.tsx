// Fields that several questions have.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useBuilding } from '../audiences/building.tsx'
import { Choose } from '../audiences/Pick.tsx'
import { RuleDrawer } from '../audiences/RuleDrawer.tsx'
import type { Rule } from '../audiences/rule.ts'
import { ruleText } from '../audiences/ruleText.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Period } from './api.ts'
import styles from './Insight.module.css'

/** A part of the question with its name. */
export function Field(props: {
  label: string
  hint?: string
  extra?: ReactNode
  children: ReactNode
}) {
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{props.label}</legend>
      {props.children}
      {props.hint && <span className={styles.hint}>{props.hint}</span>}
      {props.extra && <div className={styles.row}>{props.extra}</div>}
    </fieldset>
  )
}

/** Takes one of several away. */
export function RemoveOne(props: { label: string; isLast?: boolean; onRemove: () => void }) {
  return (
    <Button
      type="text"
      size="small"
      icon={<CloseOutlined />}
      disabled={props.isLast}
      aria-label={props.label}
      onClick={props.onRemove}
    />
  )
}

/** One more, while there is room. */
export function AddOne(props: { isFull: boolean; onAdd: () => void; children: ReactNode }) {
  return (
    <div>
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        disabled={props.isFull}
        onClick={props.onAdd}
      >
        {props.children}
      </Button>
    </div>
  )
}

export function PeriodField(props: {
  label: string
  period: Period
  periods: readonly Period[]
  onChange: (period: Period) => void
}) {
  const t = useTexts()
  return (
    <Choose<Period>
      label={props.label}
      value={props.period}
      options={props.periods.map((value) => ({ value, label: t(`insight_period.${value}`) }))}
      onChange={props.onChange}
    />
  )
}

/** Only customers a rule of audiences holds of, said as a sentence and made in a drawer. */
export function WhoField(props: {
  who: Rule | undefined
  onChange: (who: Rule | undefined) => void
}) {
  const t = useTexts()
  const { sayer } = useBuilding()
  const [isOpen, setOpen] = useState(false)
  const { who, onChange } = props
  return (
    <Field label={t('insight_field.who')} hint={who ? t('insight_hint.who') : undefined}>
      {who && <p className={styles.sentence}>{ruleText(who, sayer)}</p>}
      <div className={styles.row}>
        <Button size="small" onClick={() => setOpen(true)}>
          {t(who ? 'insight_field.who_change' : 'insight_field.who_choose')}
        </Button>
        {who && (
          <Button size="small" type="text" onClick={() => onChange(undefined)}>
            {t('insight_field.who_all')}
          </Button>
        )}
      </div>
      <RuleDrawer
        isOpen={isOpen}
        title={t('insight_field.who')}
        hint={t('insight_hint.who')}
        start={who}
        onClose={() => setOpen(false)}
        onDone={(rule) => {
          onChange(rule)
          setOpen(false)
        }}
      />
    </Field>
  )
}
