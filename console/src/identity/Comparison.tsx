import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Customer } from '../customers/api.ts'
import { isPersonal, maskPersonal } from '../customers/personal.ts'
import { useAttributeName, useCustomerName, useNamespaceName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { Count } from '../ui/Figures.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { Nothing, When } from '../ui/When.tsx'
import styles from './Comparison.module.css'
import { type ComparedRow, compareAttributes, compareIdentifiers } from './comparison.ts'
import { useIsUnique } from './unique.ts'

const FIRST = 6

/** Two customers side by side, with what agrees and what does not. */
export function Comparison(props: { left: Customer; right: Customer }) {
  const { left, right } = props
  const t = useTexts()
  const namespaceName = useNamespaceName()
  const attributeName = useAttributeName()
  const [all, setAll] = useState(false)
  const isUnique = useIsUnique()
  const attributes = compareAttributes(left, right)
  const shown = all ? attributes : attributes.slice(0, FIRST)

  return (
    <div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={styles.label} aria-label={t('compare.field')} />
            <Who customer={left} />
            <Who customer={right} />
          </tr>
        </thead>
        <tbody>
          {compareIdentifiers(left, right, isUnique).map((row) => (
            <Line key={`id ${row.key}`} row={row} label={namespaceName(row.key)} />
          ))}
          <Row
            label={t('customers.column_first_seen')}
            left={<When at={left.first_seen} />}
            right={<When at={right.first_seen} />}
          />
          <Row
            label={t('customers.column_last_seen')}
            left={<When at={left.last_seen} />}
            right={<When at={right.last_seen} />}
          />
          <Row
            label={t('customers.column_events')}
            left={<Count value={left.event_count} />}
            right={<Count value={right.event_count} />}
          />
          <Row
            label={t('tags.title')}
            left={<TagChips tags={left.tags} />}
            right={<TagChips tags={right.tags} />}
          />
          {shown.map((row) => (
            <Line key={`at ${row.key}`} row={row} label={attributeName(row.key)} />
          ))}
        </tbody>
      </table>
      {attributes.length > FIRST && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? t('list.fewer') : t('compare.all_attributes', { count: attributes.length })}
        </Button>
      )}
    </div>
  )
}

function Who(props: { customer: Customer }) {
  const nameOf = useCustomerName()
  return (
    <th className={styles.who} scope="col">
      <Link to="/customers/$customerId" params={{ customerId: String(props.customer.id) }}>
        {nameOf(props.customer)}
      </Link>{' '}
      <span className={styles.number}>#{props.customer.id}</span>
    </th>
  )
}

function Line(props: { row: ComparedRow; label: string }) {
  const { row } = props
  const t = useTexts()
  const verdict =
    row.verdict === 'same' ? (
      <Chip tone="good">{t('compare.same')}</Chip>
    ) : row.verdict === 'differ' ? (
      <Chip tone="warning">{t('compare.differ')}</Chip>
    ) : null
  return (
    <Row
      label={
        <span className={styles.verdict}>
          {props.label} {verdict}
        </span>
      }
      left={<Values name={row.key} values={row.left} />}
      right={<Values name={row.key} values={row.right} />}
    />
  )
}

function Row(props: { label: ReactNode; left: ReactNode; right: ReactNode }) {
  return (
    <tr>
      <th className={styles.label} scope="row">
        {props.label}
      </th>
      <td>{props.left}</td>
      <td>{props.right}</td>
    </tr>
  )
}

function Values(props: { name: string; values: unknown[] }) {
  if (props.values.length === 0) return <Nothing />
  return props.values.map((value) => (
    <div key={JSON.stringify(value)}>
      {isPersonal(props.name) && typeof value === 'string' ? (
        maskPersonal(props.name, value)
      ) : (
        <JsonValue value={value} />
      )}
    </div>
  ))
}

function TagChips(props: { tags: readonly string[] }) {
  if (props.tags.length === 0) return <Nothing />
  return (
    <Chips>
      {props.tags.map((tag) => (
        <Chip key={tag} tone="info">
          {tag}
        </Chip>
      ))}
    </Chips>
  )
}
