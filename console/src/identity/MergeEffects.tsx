import type { Customer } from '../customers/api.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './MergePage.module.css'

/** What a merge will do, in words and numbers. */
export function MergeEffects(props: { left: Customer; right: Customer }) {
  const { left, right } = props
  const t = useTexts()
  return (
    <ul className={styles.effects}>
      <li>{t('merge.effect_number', { id: Math.min(left.id, right.id) })}</li>
      <li>{t('merge.effect_all', { count: left.event_count + right.event_count })}</li>
      <li>{t('merge.effect_undo')}</li>
    </ul>
  )
}
