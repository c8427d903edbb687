import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber } from 'antd'
import { PropertyField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { ConditionField } from './ConditionField.tsx'
import styles from './Definitions.module.css'
import {
  begun,
  type Expression,
  KINDS,
  type Part,
  property,
  TIME_PARTS,
  typeOf,
  URL_PARTS,
} from './expression.ts'

interface Props {
  label: string
  value: Expression
  /** Whose properties are offered. */
  events: readonly string[]
  onChange: (value: Expression) => void
}

/** One part of an expression with the parts it is made of. */
export function ExpressionField(props: Props) {
  const t = useTexts()
  const { value, onChange } = props
  return (
    <div className={styles.part}>
      <div className={styles.line}>
        <span className={styles.label}>{props.label}</span>
        <Choose
          label={props.label}
          value={value.kind}
          options={KINDS.map((kind) => ({ value: kind, label: t(`derived_kind.${kind}`) }))}
          onChange={(kind) => onChange(begun(kind, value))}
        />
        <Own {...props} />
        <span className={styles.type}>{t(`derived_type.${typeOf(value)}`)}</span>
      </div>
      <Inner {...props} />
    </div>
  )
}

/** What a part says of itself, in one line. */
function Own({ value, events, onChange, label }: Props) {
  const t = useTexts()
  switch (value.kind) {
    case 'property':
      return (
        <>
          <PropertyField
            events={events}
            value={value.name}
            onChange={(name, type) =>
              onChange(property(type === 'number' ? 'number' : 'text', name))
            }
          />
          <Choose
            label={t('derived.read_as')}
            value={value.as}
            options={(['number', 'text'] as const).map((as) => ({
              ...{ value: as, label: t(`derived_as.${as}`) },
            }))}
            onChange={(as) => onChange({ ...value, as })}
          />
        </>
      )
    case 'number':
      return (
        <InputNumber
          variant="filled"
          aria-label={label}
          value={value.value}
          onChange={(next) => onChange({ ...value, value: next ?? 0 })}
        />
      )
    case 'text':
      return (
        <Input
          variant="filled"
          aria-label={label}
          maxLength={500}
          value={value.value}
          onChange={({ target }) => onChange({ ...value, value: target.value })}
        />
      )
    case 'round':
      return (
        <InputNumber
          variant="filled"
          aria-label={t('derived.digits')}
          suffix={t('derived.digits')}
          min={0}
          max={6}
          value={value.digits}
          onChange={(digits) => onChange({ ...value, digits: digits ?? 0 })}
        />
      )
    case 'time':
      return (
        <Choose
          label={t('derived_kind.time')}
          value={value.part}
          options={TIME_PARTS.map((part) => ({ value: part, label: t(`derived_time.${part}`) }))}
          onChange={(part) => onChange({ ...value, part })}
        />
      )
    case 'url':
      return <UrlPart value={value} onChange={onChange} />
    default:
      return null
  }
}

function UrlPart({
  value,
  onChange,
}: {
  value: Part<'url'>
  onChange: (next: Expression) => void
}) {
  const t = useTexts()
  const { of } = value
  return (
    <>
      <Choose
        label={t('derived_kind.url')}
        value={value.part}
        options={URL_PARTS.map((part) => ({ value: part, label: t(`derived_url.${part}`) }))}
        onChange={(part) => {
          if (part === 'segment') onChange({ kind: 'url', of, part, segment: 1 })
          else if (part === 'query') onChange({ kind: 'url', of, part, key: '' })
          else onChange({ kind: 'url', of, part })
        }}
      />
      {value.part === 'segment' && (
        <InputNumber
          variant="filled"
          aria-label={t('derived.segment')}
          min={1}
          max={20}
          value={value.segment}
          onChange={(segment) => onChange({ ...value, segment: segment ?? 1 })}
        />
      )}
      {value.part === 'query' && (
        <Input
          variant="filled"
          aria-label={t('derived.key')}
          placeholder={t('derived.key')}
          value={value.key}
          onChange={({ target }) =>
            onChange({ ...value, key: target.value.replace(/[^\w.~-]/g, '') })
          }
        />
      )}
    </>
  )
}

/** The parts it is made of. */
function Inner({ value, events, onChange }: Props) {
  const t = useTexts()
  const field = (label: string, part: Expression, put: (next: Expression) => void) => (
    <ExpressionField label={label} value={part} events={events} onChange={put} />
  )
  switch (value.kind) {
    case 'add':
    case 'multiply':
    case 'concat':
    case 'coalesce': {
      const { parts } = value
      const put = (next: Expression[]) => onChange({ ...value, parts: next })
      return (
        <div className={styles.inner}>
          {parts.map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no names of their own
            <div key={i} className={styles.removable}>
              {field(String(i + 1), part, (next) => put(parts.with(i, next)))}
              {parts.length > 2 && (
                <Button
                  type="text"
                  size="small"
                  icon={<CloseOutlined />}
                  aria-label={t('derived.remove_part')}
                  onClick={() => put(parts.toSpliced(i, 1))}
                />
              )}
            </div>
          ))}
          {parts.length < 10 && (
            <Button
              size="small"
              type="dashed"
              icon={<PlusOutlined />}
              onClick={() => put([...parts, property(parts[0] ? typeOf(parts[0]) : 'text')])}
            >
              {t('derived.add_part')}
            </Button>
          )}
        </div>
      )
    }
    case 'subtract':
    case 'divide':
      return (
        <div className={styles.inner}>
          {field('1', value.left, (left) => onChange({ ...value, left }))}
          {field('2', value.right, (right) => onChange({ ...value, right }))}
        </div>
      )
    case 'round':
    case 'lower':
    case 'to_number':
    case 'url':
      return (
        <div className={styles.inner}>
          {field(t('derived.of'), value.of, (of) => onChange({ ...value, of }))}
        </div>
      )
    case 'bucket':
      return (
        <div className={styles.inner}>
          {field(t('derived.of'), value.of, (of) => onChange({ ...value, of }))}
          <Numbers
            label={t('derived.edges')}
            values={value.edges}
            onChange={(edges) => onChange({ kind: 'bucket', of: value.of, edges })}
          />
        </div>
      )
    case 'map':
      return (
        <div className={styles.inner}>
          {field(t('derived.of'), value.of, (of) => onChange({ ...value, of }))}
          <Pairs values={value.values} onChange={(values) => onChange({ ...value, values })} />
          <Otherwise value={value} events={events} onChange={onChange} />
        </div>
      )
    case 'if':
      return (
        <div className={styles.inner}>
          <ConditionField
            value={value.when}
            side={field}
            onChange={(when) => onChange({ ...value, when })}
          />
          {field(t('derived.then'), value.value, (next) => onChange({ ...value, value: next }))}
          <Otherwise value={value} events={events} onChange={onChange} />
        </div>
      )
    default:
      return null
  }
}

function Otherwise(props: {
  value: Part<'map'> | Part<'if'>
  events: readonly string[]
  onChange: (value: Expression) => void
}) {
  const t = useTexts()
  const { value, onChange } = props
  if (!value.otherwise)
    return (
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange({
            ...value,
            otherwise: value.kind === 'map' ? value.of : property(typeOf(value.value)),
          })
        }
      >
        {t('derived.otherwise')}
      </Button>
    )
  const { otherwise, ...without } = value
  return (
    <div className={styles.removable}>
      <ExpressionField
        label={t('derived.otherwise')}
        value={otherwise}
        events={props.events}
        onChange={(next) => onChange({ ...value, otherwise: next })}
      />
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('derived.remove_part')}
        onClick={() => onChange(without as Expression)}
      />
    </div>
  )
}

function Numbers(props: {
  label: string
  values: readonly number[]
  onChange: (values: number[]) => void
}) {
  const { values, onChange } = props
  const t = useTexts()
  return (
    <div className={styles.line}>
      <span className={styles.label}>{props.label}</span>
      {values.map((value, i) => (
        <InputNumber
          // biome-ignore lint/suspicious/noArrayIndexKey: bounds go by their place
          key={i}
          variant="filled"
          aria-label={`${props.label} ${i + 1}`}
          value={value}
          onChange={(next) =>
            onChange(next === null ? values.toSpliced(i, 1) : values.with(i, next))
          }
        />
      ))}
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        aria-label={t('derived.add_edge')}
        onClick={() => onChange([...values, (values.at(-1) ?? 0) + 100])}
      />
    </div>
  )
}

function Pairs(props: {
  values: Part<'map'>['values']
  onChange: (values: Part<'map'>['values']) => void
}) {
  const t = useTexts()
  const { values, onChange } = props
  return (
    <>
      {values.map((pair, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pairs have no names of their own
        <div key={i} className={styles.line}>
          {(['from', 'to'] as const).map((side) => (
            <Input
              key={side}
              variant="filled"
              aria-label={t(`derived.map_${side}`)}
              placeholder={t(`derived.map_${side}`)}
              maxLength={500}
              value={pair[side]}
              onChange={({ target }) => onChange(values.with(i, { ...pair, [side]: target.value }))}
            />
          ))}
          {values.length > 1 && (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('derived.remove_part')}
              onClick={() => onChange(values.toSpliced(i, 1))}
            />
          )}
        </div>
      ))}
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onChange([...values, { from: '', to: '' }])}
      >
        {t('derived.add_pair')}
      </Button>
    </>
  )
}
