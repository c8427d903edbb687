import { Button } from 'antd'
import { useState } from 'react'
import { RuleDrawer } from '../audiences/RuleDrawer.tsx'
import type { Rule } from '../audiences/rule.ts'
import { ruleText } from '../audiences/ruleText.ts'
import { useVocabulary } from '../audiences/vocabulary.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './Pool.module.css'

/** The rule that holds of who does what the pool is for; said as a sentence, made in a drawer. */
export function BehaviourField(props: {
  id?: string
  value?: Rule | null
  disabled?: boolean
  onChange?: (value: Rule | null) => void
}) {
  const t = useTexts()
  const { sayer } = useVocabulary()
  const [isOpen, setOpen] = useState(false)
  const { value, disabled } = props
  return (
    <div className={styles.behaviour}>
      <p className={value ? styles.sentence : styles.quiet}>
        {value ? ruleText(value, sayer) : t('pool_page.behaviour_none')}
      </p>
      {!disabled && (
        <div className={styles.under}>
          <Button id={props.id} onClick={() => setOpen(true)}>
            {t(value ? 'pool_page.behaviour_change' : 'pool_page.behaviour_edit')}
          </Button>
          {value && (
            <Button type="text" onClick={() => props.onChange?.(null)}>
              {t('pool_page.behaviour_clear')}
            </Button>
          )}
        </div>
      )}
      <RuleDrawer
        isOpen={isOpen}
        title={t('pool_field.behaviour')}
        hint={t('pool_hint.behaviour')}
        start={value ?? undefined}
        onClose={() => setOpen(false)}
        onDone={(rule) => {
          props.onChange?.(rule)
          setOpen(false)
        }}
      />
    </div>
  )
}
