import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { EventField } from '../audiences/EventField.tsx'
import type { EventPattern } from '../audiences/rule.ts'
import { useTexts } from '../i18n/texts.ts'
import { blank } from './examples.ts'
import styles from './Insight.module.css'

const MOST_STEPS = 10

/** Steps in their order, each the events that make it. */
export function StepsField(props: {
  steps: readonly EventPattern[]
  onChange: (steps: EventPattern[]) => void
}) {
  const t = useTexts()
  const { steps, onChange } = props
  const swap = (at: number, other: number) => {
    const [one, two] = [steps[at], steps[other]]
    if (one && two) onChange(steps.with(at, two).with(other, one))
  }
  return (
    <>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names of their own
        <div key={at} className={styles.step}>
          <span className={styles.number}>{at + 1}</span>
          <EventField
            label={t('audience_build.step', { n: at + 1 })}
            pattern={step}
            onChange={(next) => onChange(steps.with(at, next))}
          />
          <span className={styles.tools}>
            <Button
              type="text"
              size="small"
              icon={<ArrowUpOutlined />}
              disabled={at === 0}
              aria-label={t('insight_field.step_up', { n: at + 1 })}
              onClick={() => swap(at, at - 1)}
            />
            <Button
              type="text"
              size="small"
              icon={<ArrowDownOutlined />}
              disabled={at === steps.length - 1}
              aria-label={t('insight_field.step_down', { n: at + 1 })}
              onClick={() => swap(at, at + 1)}
            />
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              disabled={steps.length <= 1}
              aria-label={t('audience_build.remove_step', { n: at + 1 })}
              onClick={() => onChange(steps.toSpliced(at, 1))}
            />
          </span>
        </div>
      ))}
      <div>
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          disabled={steps.length >= MOST_STEPS}
          onClick={() => onChange([...steps, blank()])}
        >
          {t('audience_build.add_step')}
        </Button>
      </div>
    </>
  )
}
