import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { blankEvent } from './blank.ts'
import { At, useBuilding } from './building.tsx'
import { EventField, PropertyField } from './EventField.tsx'
import type { LeafEditorProps } from './LeafEditor.tsx'
import { MoneyField } from './OrderWhereField.tsx'
import { Choose } from './Pick.tsx'
import { Num, NumberField, SpanField, WindowField } from './Pieces.tsx'
import type { EventPattern, LeafOf } from './rule.ts'
import { isNever } from './ruleText.ts'
import { Sentence } from './Sentence.tsx'
import { isMoneyProperty } from './say.ts'
import { ValueField } from './ValueField.tsx'
import { firstTest } from './valueTest.ts'

export type BehaviourLeaf = LeafOf<
  | 'did'
  | 'measure'
  | 'first_time'
  | 'last_time'
  | 'sequence'
  | 'regularly'
  | 'stopped'
  | 'started_again'
  | 'event_value'
>
type Props<Kind extends BehaviourLeaf['kind']> = LeafEditorProps<LeafOf<Kind>>

export function BehaviourEditor(props: LeafEditorProps<BehaviourLeaf>) {
  const { leaf, onChange } = props
  switch (leaf.kind) {
    case 'did':
      return <DidEditor leaf={leaf} onChange={onChange} />
    case 'measure':
    case 'event_value':
      return <PropertyEditor leaf={leaf} onChange={onChange} />
    case 'first_time':
    case 'last_time':
      return <TimeEditor leaf={leaf} onChange={onChange} />
    case 'sequence':
      return <SequenceEditor leaf={leaf} onChange={onChange} />
    case 'regularly':
      return <RegularlyEditor leaf={leaf} onChange={onChange} />
    case 'stopped':
    case 'started_again':
      return <ChangedEditor leaf={leaf} onChange={onChange} />
  }
}

/** The parts that most of these sentences have. */
function useParts<L extends { event: EventPattern }>(leaf: L, onChange: (leaf: L) => void) {
  return {
    event: <EventField pattern={leaf.event} onChange={(event) => onChange({ ...leaf, event })} />,
  }
}

function DidEditor(props: Props<'did'>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const parts = useParts(leaf, onChange)
  const never = isNever(leaf.times)
  return (
    <Sentence
      text="audience_edit.did"
      parts={{
        ...parts,
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
        did: (
          <Choose
            label={t('audience_build.did')}
            value={never ? 'no' : 'yes'}
            options={(['yes', 'no'] as const).map((value) => ({
              value,
              label: t(`audience_did.${value}`),
            }))}
            onChange={(did) =>
              onChange({
                ...leaf,
                times: did === 'no' ? { op: 'is', value: 0 } : { op: 'gte', value: 1 },
              })
            }
          />
        ),
        times: never ? null : (
          <NumberField
            label={t('audience_build.times')}
            test={leaf.times}
            min={0}
            precision={0}
            suffix={t('audience_build.times_word')}
            onChange={(times) => onChange({ ...leaf, times })}
          />
        ),
      }}
    />
  )
}

const MEASURES = ['sum', 'average', 'min', 'max', 'distinct'] as const

function PropertyEditor(props: Props<'measure' | 'event_value'>) {
  const t = useTexts()
  const { choices, sayer } = useBuilding()
  const { leaf, onChange } = props
  const isMoney = isMoneyProperty(leaf.property, sayer.labels)
  const parts = useParts(leaf, onChange)
  const events = leaf.event.any_of.map(({ event }) => event)
  const type = choices.propertiesOf(events).find(({ value }) => value === leaf.property)?.type
  const window = (
    <WindowField window={leaf.window} onChange={(next) => onChange({ ...leaf, window: next })} />
  )
  if (leaf.kind === 'measure') {
    const number = {
      label: t('audience_build.number'),
      test: leaf.is,
      onChange: (is: typeof leaf.is) => onChange({ ...leaf, is }),
    }
    return (
      <Sentence
        text="audience_leaf.measure"
        parts={{
          ...parts,
          window,
          property: (
            <PropertyField
              events={events}
              value={leaf.property}
              numbersOnly={leaf.of !== 'distinct'}
              onChange={(property) => onChange({ ...leaf, property })}
            />
          ),
          of: (
            <Choose
              label={t('audience_build.measure')}
              value={leaf.of}
              options={MEASURES.map((of) => ({ value: of, label: t(`audience_of.${of}`) }))}
              onChange={(of) => onChange({ ...leaf, of })}
            />
          ),
          is:
            isMoney && leaf.of !== 'distinct' ? (
              <MoneyField {...number} />
            ) : (
              <NumberField {...number} />
            ),
        }}
      />
    )
  }
  return (
    <Sentence
      text="audience_leaf.event_value"
      parts={{
        ...parts,
        window,
        which: (
          <Choose
            label={t('audience_build.which')}
            value={leaf.which}
            options={(['first', 'last'] as const).map((which) => ({
              value: which,
              label: t(`audience_which.${which}`),
            }))}
            onChange={(which) => onChange({ ...leaf, which })}
          />
        ),
        property: (
          <PropertyField
            events={events}
            value={leaf.property}
            onChange={(property, next) =>
              onChange({ ...leaf, property, is: next === type ? leaf.is : firstTest(next) })
            }
          />
        ),
        is: (
          <ValueField
            test={leaf.is}
            type={type}
            of={{ of: 'property', event: events[0] ?? '', name: leaf.property }}
            isMoney={isMoney}
            onChange={(is) => onChange({ ...leaf, is })}
          />
        ),
      }}
    />
  )
}

function TimeEditor(props: Props<'first_time' | 'last_time'>) {
  const { leaf, onChange } = props
  const parts = useParts(leaf, onChange)
  return (
    <Sentence
      text={`audience_leaf.${leaf.kind}`}
      parts={{
        ...parts,
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
      }}
    />
  )
}

function SequenceEditor(props: Props<'sequence'>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const { steps } = leaf
  const withoutNone = () => {
    const { without: _, ...rest } = leaf
    onChange(rest)
  }
  return (
    <Sentence
      text="audience_edit.sequence"
      telling="steps"
      parts={{
        window: (
          <WindowField window={leaf.window} onChange={(window) => onChange({ ...leaf, window })} />
        ),
        steps: (
          <span className={styles.steps}>
            {steps.map((step, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps have no names of their own
              <span key={at} className={styles.step}>
                <span className={styles.stepNumber}>{at + 1}</span>
                <At at={[at]} says>
                  <EventField
                    label={t('audience_build.step', { n: at + 1 })}
                    pattern={step}
                    onChange={(next) => onChange({ ...leaf, steps: steps.with(at, next) })}
                  />
                </At>
                {steps.length > 2 && (
                  <Button
                    type="text"
                    size="small"
                    icon={<CloseOutlined />}
                    aria-label={t('audience_build.remove_step', { n: at + 1 })}
                    onClick={() => onChange({ ...leaf, steps: steps.toSpliced(at, 1) })}
                  />
                )}
              </span>
            ))}
            {steps.length < 6 && (
              <Button
                type="text"
                size="small"
                className={`${styles.quietButton} ${styles.nextStep}`}
                icon={<PlusOutlined />}
                onClick={() => onChange({ ...leaf, steps: [...steps, blankEvent()] })}
              >
                {t('audience_build.add_step')}
              </Button>
            )}
          </span>
        ),
        within: (
          <SpanField
            label={t('audience_build.within')}
            span={leaf.within}
            onChange={(within) => onChange({ ...leaf, within })}
          />
        ),
        without: leaf.without ? (
          <span className={styles.where}>
            <span className={styles.words}>{t('audience_build.without')}</span>
            <EventField
              label={t('audience_build.without_event')}
              pattern={leaf.without}
              onChange={(without) => onChange({ ...leaf, without })}
            />
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('audience_build.remove_without')}
              onClick={withoutNone}
            />
          </span>
        ) : (
          <Button
            type="text"
            size="small"
            className={styles.quietButton}
            icon={<PlusOutlined />}
            onClick={() => onChange({ ...leaf, without: blankEvent() })}
          >
            {t('audience_build.add_without')}
          </Button>
        ),
      }}
    />
  )
}

const PERIODS = ['day', 'week', 'month'] as const

function RegularlyEditor(props: Props<'regularly'>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const parts = useParts(leaf, onChange)
  return (
    <Sentence
      text="audience_edit.regularly"
      parts={{
        ...parts,
        of: (
          <span className={styles.joined}>
            <Num
              label={t('audience_build.of_periods')}
              value={leaf.of}
              min={1}
              max={366}
              precision={0}
              onChange={(of) => onChange({ ...leaf, of })}
            />
            <Choose
              label={t('audience_build.unit')}
              value={leaf.unit}
              options={PERIODS.map((unit) => ({
                value: unit,
                label: t(`audience_unit_name.${unit}`),
              }))}
              onChange={(unit) => onChange({ ...leaf, unit })}
            />
          </span>
        ),
        periods: (
          <span className={styles.joined}>
            <Num
              label={t('audience_build.periods')}
              value={leaf.periods}
              min={1}
              max={366}
              precision={0}
              onChange={(periods) => onChange({ ...leaf, periods })}
            />
            <span className={styles.words}>{t(`audience_unit_name.${leaf.unit}`)}</span>
          </span>
        ),
      }}
    />
  )
}

function ChangedEditor(props: Props<'stopped' | 'started_again'>) {
  const t = useTexts()
  const { leaf, onChange } = props
  const parts = useParts(leaf, onChange)
  const span = (name: 'active' | 'quiet' | 'gap' | 'recent') => (
    <SpanField
      label={t(`audience_build.${name}`)}
      span={(leaf as unknown as Record<typeof name, LeafOf<'stopped'>['active']>)[name]}
      onChange={(next) => onChange({ ...leaf, [name]: next })}
    />
  )
  return leaf.kind === 'stopped' ? (
    <Sentence
      text="audience_leaf.stopped"
      parts={{ ...parts, active: span('active'), quiet: span('quiet') }}
    />
  ) : (
    <Sentence
      text="audience_leaf.started_again"
      parts={{ ...parts, gap: span('gap'), recent: span('recent') }}
    />
  )
}
