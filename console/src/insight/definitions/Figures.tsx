import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useBuilding } from '../../audiences/building.tsx'
import styles from './Definitions.module.css'

export function Figures(props: { figures: readonly (readonly [label: string, value: string])[] }) {
  return (
    <div className={styles.figures}>
      {props.figures.map(([label, value]) => (
        <span key={label} className={styles.figure}>
          <b>{value}</b>
          <span className={styles.label}>{label}</span>
        </span>
      ))}
    </div>
  )
}

/** One event with what it says, and whose it is. */
export function SampleLine(props: {
  customer: number
  head: ReactNode
  parts: readonly { name: string; value: string | null }[]
}) {
  const { sayer } = useBuilding()
  return (
    <li>
      <Link to="/customers/$customerId" params={{ customerId: String(props.customer) }}>
        #{props.customer}
      </Link>{' '}
      {props.head}
      <div className={styles.words}>
        {props.parts
          .map(({ name, value }) => `${sayer.labels.property(name)} ${value ?? '—'}`)
          .join(' · ')}
      </div>
    </li>
  )
}
