import { useQuery } from '@tanstack/react-query'
import { AutoComplete, Button, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { DayRange } from '../events/filters.tsx'
import { useLocale } from '../format/locale.tsx'
import { dayOf, spanOfDays } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { namespacesQuery } from '../identity/api.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { type AttributeCondition, attributeNamesQuery, tagNamesQuery } from './api.ts'
import styles from './FilterBar.module.css'
import type { Piece, PieceKind } from './filter.ts'
import { useAttributeLabel, useAttributeValue } from './filterWords.ts'
import { useNamespaceName, usePlatformName } from './words.ts'

type Of<Kind extends PieceKind, P extends Piece = Piece> = P extends Piece
  ? Kind extends P['kind']
    ? P
    : never
  : never
interface EditorProps<P extends Piece> {
  piece: P | undefined
  onDone: (piece: P) => void
}

/** The form of one condition; `piece` is the one that is changed, if any. */
export function PieceEditor(props: {
  kind: PieceKind
  piece: Piece | undefined
  onDone: (piece: Piece) => void
}) {
  const { kind, piece, onDone } = props
  const of = <Kind extends PieceKind>(wanted: Kind) =>
    (piece?.kind === wanted ? piece : undefined) as Of<Kind> | undefined
  if (kind === 'tags') return <TagsEditor piece={of('tags')} onDone={onDone} />
  if (kind === 'attribute') return <AttributeEditor piece={of('attribute')} onDone={onDone} />
  if (kind === 'known') return <KnownEditor onDone={onDone} />
  if (kind === 'namespace') return <NamespaceEditor onDone={onDone} />
  if (kind === 'platforms') return <PlatformsEditor piece={of('platforms')} onDone={onDone} />
  if (kind === 'stores' || kind === 'guides') return <BelongingEditor kind={kind} onDone={onDone} />
  if (kind === 'first_seen' || kind === 'last_seen')
    return <DaysEditor kind={kind} piece={of(kind)} onDone={onDone} />
  return <CountsEditor kind={kind} piece={of(kind)} onDone={onDone} />
}

function Apply(props: { disabled?: boolean; onClick: () => void }) {
  const t = useTexts()
  return (
    <Button type="primary" disabled={props.disabled} onClick={props.onClick}>
      {t('customers.apply')}
    </Button>
  )
}

function TagsEditor(props: EditorProps<Of<'tags'>>) {
  const t = useTexts()
  const names = useQuery(tagNamesQuery)
  const [mode, setMode] = useState(props.piece?.mode ?? 'all')
  const [values, setValues] = useState(props.piece?.values ?? [])
  return (
    <div className={styles.editor}>
      <Radio.Group
        size="small"
        value={mode}
        onChange={(event) => setMode(event.target.value)}
        options={(['all', 'any', 'none'] as const).map((value) => ({
          value,
          label: t(`customers.tags_${value}`),
        }))}
      />
      {/* Beside, since the open list of tags would cover what stands below it. */}
      <div className={styles.beside}>
        <Select<string[]>
          mode="tags"
          autoFocus
          aria-label={t('customers.by_tags')}
          placeholder={t('customers.choose_tags')}
          value={values}
          onChange={setValues}
          loading={names.isLoading}
          options={(names.data?.items ?? []).map((tag) => ({ value: tag.name, label: tag.name }))}
        />
        <Apply
          disabled={values.length === 0}
          onClick={() => props.onDone({ kind: 'tags', mode, values })}
        />
      </div>
    </div>
  )
}

const OPS = ['is', 'is_not', 'contains', 'gt', 'gte', 'lt', 'lte', 'set', 'not_set'] as const
type Op = (typeof OPS)[number]
const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))

function conditionOf(name: string, op: Op, values: string[]): AttributeCondition | undefined {
  if (name === '') return undefined
  if (op === 'set' || op === 'not_set') return { name, op }
  const [first] = values
  if (first === undefined || first === '') return undefined
  if (op === 'is' || op === 'is_not') return { name, op, value: values }
  if (op === 'contains') return { name, op, value: first }
  return { name, op, value: isNumber(first) ? Number(first) : first }
}

function AttributeEditor(props: EditorProps<Of<'attribute'>>) {
  const t = useTexts()
  const labelOf = useAttributeLabel()
  const definitions = useQuery(attributeNamesQuery)
  const before = props.piece?.condition
  const [name, setName] = useState(before?.name ?? '')
  const [op, setOp] = useState<Op>(before?.op ?? 'is')
  const [values, setValues] = useState<string[]>(() => {
    if (!before || !('value' in before)) return []
    return (Array.isArray(before.value) ? before.value : [before.value]).map(String)
  })
  const condition = conditionOf(name.trim(), op, values)
  const attributeValue = useAttributeValue()
  const coded = definitions.data?.items.find((d) => d.name === name.trim())?.value_labels ?? []
  return (
    <div className={styles.editor}>
      <AutoComplete
        autoFocus={!before}
        aria-label={t('customers.attribute_name')}
        placeholder={t('customers.attribute_name')}
        value={name}
        onChange={(value) => setName(value ?? '')}
        options={(definitions.data?.items ?? []).map((d) => ({
          value: d.name,
          label: labelOf(d.name),
        }))}
        showSearch={{
          filterOption: (sought, option) =>
            `${option?.value} ${option?.label}`.toLowerCase().includes(sought.toLowerCase()),
        }}
      />
      <Select<Op>
        aria-label={t('customers.operator')}
        value={op}
        onChange={setOp}
        options={OPS.map((value) => ({ value, label: t(`customers.op_${value}`) }))}
      />
      {op !== 'set' && op !== 'not_set' && (
        <Select<string[]>
          mode="tags"
          aria-label={t('customers.value')}
          placeholder={t('customers.value')}
          maxCount={op === 'is' || op === 'is_not' ? 100 : 1}
          {...(coded.length === 0 && { open: false, suffixIcon: null })}
          value={values}
          onChange={setValues}
          options={coded.map(({ value }) => ({ value, label: attributeValue(name.trim(), value) }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      )}
      <Apply
        disabled={!condition}
        onClick={() => condition && props.onDone({ kind: 'attribute', condition })}
      />
    </div>
  )
}

function KnownEditor(props: { onDone: (piece: Piece) => void }) {
  const t = useTexts()
  return (
    <div className={styles.choices}>
      {[true, false].map((value) => (
        <Button
          key={String(value)}
          type="text"
          onClick={() => props.onDone({ kind: 'known', value })}
        >
          {t(value ? 'customers.known_words' : 'customers.anonymous_words')}
        </Button>
      ))}
    </div>
  )
}

function NamespaceEditor(props: { onDone: (piece: Piece) => void }) {
  const t = useTexts()
  const nameOf = useNamespaceName()
  const namespaces = useQuery(namespacesQuery)
  return (
    <div className={styles.editor}>
      <Select<string>
        autoFocus
        aria-label={t('customers.filter_namespace')}
        placeholder={t('customers.filter_namespace')}
        showSearch
        optionFilterProp="label"
        onChange={(value) => props.onDone({ kind: 'namespace', value })}
        options={(namespaces.data ?? []).map(({ namespace }) => ({
          value: namespace,
          label: nameOf(namespace),
        }))}
      />
    </div>
  )
}

const PLATFORMS = ['web', 'h5', 'mini_program', 'app', 'wecom', 'pos', 'taobao', 'douyin', 'jd']

function PlatformsEditor(props: EditorProps<Of<'platforms'>>) {
  const t = useTexts()
  const nameOf = usePlatformName()
  const [values, setValues] = useState(props.piece?.values ?? [])
  return (
    <div className={styles.editor}>
      <div className={styles.beside}>
        <Select<string[]>
          mode="tags"
          autoFocus
          aria-label={t('customers.by_platforms')}
          placeholder={t('customers.by_platforms')}
          value={values}
          onChange={setValues}
          options={PLATFORMS.map((value) => ({ value, label: nameOf(value) }))}
        />
        <Apply
          disabled={values.length === 0}
          onClick={() => props.onDone({ kind: 'platforms', values })}
        />
      </div>
    </div>
  )
}

function BelongingEditor(props: { kind: 'stores' | 'guides'; onDone: (piece: Piece) => void }) {
  const t = useTexts()
  const { kind } = props
  const Picker = kind === 'stores' ? StorePicker : StaffPicker
  return (
    <div className={styles.editor}>
      <Picker
        placeholder={t(`customers.by_${kind}`)}
        onChange={(code) => code && props.onDone({ kind, values: [code] })}
      />
    </div>
  )
}

function DaysEditor(
  props: EditorProps<Of<'first_seen' | 'last_seen'>> & { kind: 'first_seen' | 'last_seen' },
) {
  const { timeZone } = useLocale()
  const { kind, piece } = props
  const [days, setDays] = useState<{ from?: string; to?: string }>(() => ({
    ...(piece?.from && { from: dayOf(new Date(piece.from), timeZone) }),
    ...(piece?.to && { to: dayOf(new Date(Date.parse(piece.to) - 1), timeZone) }),
  }))
  return (
    <div className={styles.editor}>
      <DayRange from={days.from} to={days.to} onChange={setDays} />
      <Apply
        disabled={!days.from && !days.to}
        onClick={() => {
          const { from, to } = spanOfDays(days.from, days.to, timeZone)
          props.onDone({ kind, from, to })
        }}
      />
    </div>
  )
}

type CountKind = 'touchpoints' | 'orders' | 'spent_fen'

function CountsEditor(props: EditorProps<Of<CountKind>> & { kind: CountKind }) {
  const t = useTexts()
  const { kind, piece } = props
  // Money is entered in the currency's own unit and kept in hundredths.
  const unit = kind === 'spent_fen' ? 100 : 1
  const shown = (n: number | undefined) => (n === undefined ? null : n / unit)
  const [min, setMin] = useState(shown(piece?.min))
  const [max, setMax] = useState(shown(piece?.max))
  const kept = (n: number | null) => (n === null ? undefined : Math.round(n * unit))
  return (
    <div className={styles.editor}>
      <div className={styles.between}>
        <InputNumber
          autoFocus
          min={0}
          aria-label={t('customers.at_least')}
          placeholder={t('customers.at_least')}
          value={min}
          onChange={setMin}
        />
        <InputNumber
          min={0}
          aria-label={t('customers.at_most')}
          placeholder={t('customers.at_most')}
          value={max}
          onChange={setMax}
        />
      </div>
      <Apply
        disabled={min === null && max === null}
        onClick={() => props.onDone({ kind, min: kept(min), max: kept(max) })}
      />
    </div>
  )
}
