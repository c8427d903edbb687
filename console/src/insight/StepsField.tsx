import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { EventField } from '../audiences/EventField.tsx'
import type { EventPattern } from '../audiences/rule.ts'
import { useTexts } from '../i18n/texts.ts'
import { blank } from './examples.ts'
import styles from './Insight.module.css'
import { AddOne, RemoveOne } from './QuestionFields.tsx'

const MOST_STEPS = 10

/**
 * Steps in their order, each the events that make it.
 * @param props.anyOrder what one of them is, where no order is meant
 */
export function StepsField(props: {
  steps: readonly EventPattern[]
  anyOrder?: string
  onChange: (steps: EventPattern[]) => void
}) {
  const t = useTexts()
  const { steps, anyOrder, onChange } = props
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
            label={anyOrder ? `${anyOrder} ${at + 1}` : t('audience_build.step', { n: at + 1 })}
            pattern={step}
            onChange={(next) => onChange(steps.with(at, next))}
          />
          <span className={styles.tools}>
            {anyOrder === undefined && (
              <>
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
              </>
            )}
            <RemoveOne
              label={t('audience_build.remove_step', { n: at + 1 })}
              isLast={steps.length <= 1}
              onRemove={() => onChange(steps.toSpliced(at, 1))}
            />
          </span>
        </div>
      ))}
      <AddOne isFull={steps.length >= MOST_STEPS} onAdd={() => onChange([...steps, blank()])}>
        {anyOrder ?? t('audience_build.add_step')}
      </AddOne>
    </>
  )
}
