import { CloseOutlined, FilterOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Builder.module.css'
import { At, useBuilding } from './building.tsx'
import { Pick } from './Pick.tsx'
import { type EventPattern, OF_CUSTOMER, type OneEvent, type Where } from './rule.ts'
import { isMoneyProperty } from './say.ts'
import { ValueField } from './ValueField.tsx'
import { firstTest } from './valueTest.ts'

/** Any of some events, each with conditions on its properties. */
export function EventField(props: {
  pattern: EventPattern
  onChange: (pattern: EventPattern) => void
  label?: string
}) {
  const t = useTexts()
  const { pattern, onChange } = props
  const events = pattern.any_of
  const put = (at: number, one: OneEvent) => onChange({ any_of: events.with(at, one) })
  return (
    <span className={styles.events}>
      {events.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no names of their own, and two may be the same
        <At key={at} at={['any_of', at]}>
          {at > 0 && <span className={styles.words}>{t('audience_build.or_event')}</span>}
          <OneEventField
            label={props.label ?? t('audience_build.event')}
            one={one}
            onChange={(next) => put(at, next)}
            onRemove={
              events.length > 1 ? () => onChange({ any_of: events.toSpliced(at, 1) }) : undefined
            }
          />
        </At>
      ))}
      {events.every(({ event }) => event !== '') && events.length < 20 && (
        <Tooltip title={t('audience_build.add_event_hint')}>
          <Button
            type="text"
            size="small"
            className={styles.quietButton}
            icon={<PlusOutlined />}
            onClick={() => onChange({ any_of: [...events, { event: '', where: [] }] })}
          >
            {t('audience_build.add_event')}
          </Button>
        </Tooltip>
      )}
    </span>
  )
}

function OneEventField(props: {
  label: string
  one: OneEvent
  onChange: (one: OneEvent) => void
  onRemove: (() => void) | undefined
}) {
  const t = useTexts()
  const { choices, sayer } = useBuilding()
  const { one, onChange } = props
  const put = (where: Where[]) => onChange({ ...one, where })
  return (
    <span className={styles.event}>
      <At at={['event']}>
        <Pick
          label={props.label}
          value={one.event}
          choices={choices.events}
          nameOf={sayer.labels.event}
          isFree
          onChange={(event) => onChange({ ...one, event })}
        />
      </At>
      {one.where.map((where, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names of their own
        <At key={at} at={['where', at]}>
          <span className={styles.where}>
            <span className={styles.words}>
              {t(at === 0 ? 'audience_build.where' : 'audience_build.and_where')}
            </span>
            <WhereField
              where={where}
              event={one.event}
              onChange={(next) => put(one.where.with(at, next))}
            />
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('audience_build.remove_where')}
              onClick={() => put(one.where.toSpliced(at, 1))}
            />
          </span>
        </At>
      ))}
      {one.event !== '' && one.where.length < 20 && (
        <Tooltip title={t('audience_build.add_where_hint')}>
          <Button
            type="text"
            size="small"
            className={styles.quietButton}
            icon={<FilterOutlined />}
            onClick={() => put([...one.where, { property: '', is: firstTest('text') }])}
          >
            {t('audience_build.add_where')}
          </Button>
        </Tooltip>
      )}
      {props.onRemove && (
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t('audience_build.remove_event')}
          onClick={props.onRemove}
        />
      )}
    </span>
  )
}

function WhereField(props: { where: Where; event: string; onChange: (where: Where) => void }) {
  const { where, event, onChange } = props
  const { choices, sayer, asksCustomers = false } = useBuilding()
  const type = typeOf(offeredBy(choices, [event], asksCustomers), where.property)
  return (
    <>
      <At at={['property']}>
        <PropertyField
          events={[event]}
          value={where.property}
          asksCustomers={asksCustomers}
          onChange={(property, next) =>
            onChange({ property, is: next === type ? where.is : firstTest(next) })
          }
        />
      </At>
      <At at={['is']}>
        <ValueField
          test={where.is}
          type={type}
          of={
            where.property.startsWith(OF_CUSTOMER)
              ? { of: 'attribute', name: where.property.slice(OF_CUSTOMER.length) }
              : { of: 'property', event, name: where.property }
          }
          isMoney={isMoneyProperty(where.property, sayer.labels)}
          onChange={(is) => onChange({ ...where, is })}
        />
      </At>
    </>
  )
}

/** A property of any of the events; numbers only, where something is added up. */
export function PropertyField(props: {
  events: readonly string[]
  value: string
  numbersOnly?: boolean
  /** What is known of the customer is offered, too. */
  asksCustomers?: boolean
  onChange: (property: string, type: ReturnType<typeof typeOf>) => void
}) {
  const t = useTexts()
  const { choices, sayer } = useBuilding()
  const all = offeredBy(choices, props.events, props.asksCustomers === true)
  const offered = props.numbersOnly
    ? all.filter(({ type }) => type === 'number' || type === undefined)
    : all
  return (
    <Pick
      label={t('audience_build.property')}
      value={props.value}
      choices={offered}
      nameOf={sayer.labels.property}
      isFree
      onChange={(property) => props.onChange(property, typeOf(all, property))}
    />
  )
}

type Choices = ReturnType<typeof useBuilding>['choices']

const offeredBy = (
  choices: Choices,
  events: readonly string[],
  asksCustomers: boolean,
): ReturnType<Choices['propertiesOf']> => [
  ...choices.propertiesOf(events),
  ...(asksCustomers
    ? choices.attributes.map(({ value, label, type, group }) => ({
        value: OF_CUSTOMER + value,
        label,
        ...(type && { type }),
        ...(group && { group }),
      }))
    : []),
]

const typeOf = (choices: ReturnType<Choices['propertiesOf']>, name: string) =>
  choices.find(({ value }) => value === name)?.type
