import { EventName } from '../events/EventName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import type { Condition, RuleFields } from './api.ts'
import styles from './Tags.module.css'

/** The rule as one sentence. */
export function RuleSentence(props: { rule: Omit<RuleFields, 'name'> }) {
  const t = useTexts()
  const { rule } = props
  const conditions = rule.conditions ?? []
  return (
    <div className={styles.sentence}>
      <span>{t('tag_rules.when')}</span>
      <Chip>
        <EventName name={rule.event_name} />
      </Chip>
      {conditions.map((condition, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: read only, and two may be the same
        <span key={place}>
          {t('tag_rules.and')} <ConditionText condition={condition} />
        </span>
      ))}
      <span>{t('tag_rules.then')}</span>
      <Chip tone="info">{rule.tag}</Chip>
      {rule.days && <span>{t('tag_rules.for_days', { count: rule.days })}</span>}
    </div>
  )
}

function ConditionText(props: { condition: Condition }) {
  const t = useTexts()
  const { property, op, value } = props.condition
  const said = Array.isArray(value) ? value.join('、') : value === undefined ? '' : String(value)
  return (
    <>
      <code>{property}</code> {t(`tag_rule_op.${op}`)} {said}
    </>
  )
}
