import { EditOutlined, HistoryOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { withTexts } from '../i18n/language.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { Nothing } from '../ui/When.tsx'
import { AttributeEditor } from './AttributeEditor.tsx'
import { AttributeSources } from './AttributeSources.tsx'
import styles from './Attributes.module.css'
import type { Attribute } from './api.ts'
import { ClassBadge } from './ClassBadge.tsx'
import { useLabel, useValueLabel } from './words.ts'

const computed = () => withTexts('audiences', import('../audiences/computed/ComputedNote.tsx'))
const ComputedNote = lazy(() => computed().then((module) => ({ default: module.ComputedNote })))
const ComputedValue = lazy(() => computed().then((module) => ({ default: module.ComputedValue })))

/** One attribute: its value, or a box to change it; who said it stands behind the clock. */
export function AttributeRow(props: {
  customerId: number
  attribute: Attribute
  mayEdit: boolean
  revealed: unknown
  isRevealed: boolean
  onReveal: (() => void) | undefined
  onEdited: () => void
}) {
  const t = useTexts()
  const labelOf = useLabel()
  const { attribute } = props
  const [isEditing, setEditing] = useState(false)
  const mayRead = useMay('audiences:read')
  const label = labelOf(attribute)
  // No box holds an object; its source changes it.
  const { value } = attribute
  const isObject =
    typeof value === 'object' &&
    value !== null &&
    (!Array.isArray(value) || attribute.type !== 'list')
  const mayEdit = props.mayEdit && !isObject && !attribute.computed
  // Scores say on a page of their own what they are made of.
  const isScore = attribute.computed && attribute.name.startsWith('super_user_')
  const done = (wasEdited: boolean) => {
    setEditing(false)
    if (wasEdited) props.onEdited()
  }
  return (
    <div className={styles.row}>
      <div className={styles.label} title={attribute.description || attribute.name}>
        {label}
      </div>
      {isEditing ? (
        <AttributeEditor
          customerId={props.customerId}
          attribute={attribute}
          label={label}
          present={props.isRevealed ? props.revealed : attribute.value}
          onDone={done}
        />
      ) : (
        <div className={styles.value}>
          <span className={styles.words}>
            <Value {...props} mayRead={mayRead} />
            {attribute.computed && (
              <Chip title={t('attributes.computed_words')}>{t('attributes.computed')}</Chip>
            )}
            {attribute.data_class !== 'public' && <ClassBadge of={attribute.data_class} />}
          </span>
          <span className={styles.actions}>
            {isScore && (
              <Link
                to="/insight/super-users/$customerId"
                params={{ customerId: String(props.customerId) }}
              >
                {t('attributes.why')}
              </Link>
            )}
            {attribute.computed && !isScore && mayRead && (
              <Suspense>
                <ComputedNote name={attribute.name} label={label} />
              </Suspense>
            )}
            {mayEdit && (
              <Button
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={t('attributes.edit', { label })}
                title={t('attributes.edit', { label })}
                onClick={() => setEditing(true)}
              />
            )}
            {attribute.words.length > 0 && (
              <Popover
                trigger="click"
                placement="leftTop"
                title={label}
                destroyOnHidden
                content={
                  <AttributeSources
                    customerId={props.customerId}
                    attribute={attribute}
                    mayEdit={props.mayEdit && !attribute.computed}
                  />
                }
              >
                <Button
                  type="text"
                  size="small"
                  icon={<HistoryOutlined />}
                  aria-label={t('attributes.sources', { label })}
                  title={t('attributes.sources', { label })}
                />
              </Popover>
            )}
          </span>
        </div>
      )}
    </div>
  )
}

function Value(props: {
  attribute: Attribute
  revealed: unknown
  isRevealed: boolean
  onReveal: (() => void) | undefined
  /** Where it comes from is told only to who may read that. */
  mayRead: boolean
}) {
  const t = useTexts()
  const valueLabel = useValueLabel()
  const { attribute } = props
  if (attribute.hidden && props.isRevealed) return <JsonValue value={props.revealed} />
  if (attribute.hidden)
    return props.onReveal ? (
      <Button type="link" size="small" className={styles.hidden} onClick={props.onReveal}>
        ●●●●●●
      </Button>
    ) : (
      <span title={t('attributes.hidden_words')}>●●●●●●</span>
    )
  if (attribute.value === null || attribute.value === undefined) return <Nothing />
  if (attribute.shortened)
    return (
      <span title={t('attributes.shortened_words')}>
        <JsonValue value={attribute.value} />
      </span>
    )
  if (typeof attribute.value === 'boolean')
    return <>{t(attribute.value ? 'value.yes' : 'value.no')}</>
  if (typeof attribute.value === 'string' && attribute.value_labels.length > 0)
    return (
      <span title={attribute.value}>{valueLabel(attribute.value_labels, attribute.value)}</span>
    )
  const value = <JsonValue value={attribute.value} />
  if (!attribute.computed || !props.mayRead) return value
  return (
    <Suspense fallback={value}>
      <ComputedValue name={attribute.name} value={attribute.value} isMoney={attribute.money} />
    </Suspense>
  )
}
