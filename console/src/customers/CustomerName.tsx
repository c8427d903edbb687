import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import type { ListedCustomer } from './api.ts'
import styles from './CustomerLine.module.css'
import { CustomerLine } from './CustomerLine.tsx'

interface Called {
  customer_id: number | null
  name: string | null
  phone: string | null
}

/** What to call whom a row names: by name, else phone, else number; of who was erased, that she was. */
export function useCalled(): (row: Called) => string {
  const t = useTexts()
  return ({ customer_id: id, name, phone }) =>
    id === null ? t('customer.erased') : (name ?? phone ?? `#${id}`)
}

/** Whom a row names, with the way to her page; with the phone beside the name where there is room. */
export function CustomerName(props: { row: Called; withPhone?: boolean }) {
  const called = useCalled()
  const { name, phone } = props.row
  return (
    <ToCustomer id={props.row.customer_id}>
      <span className={styles.line}>
        <span className={styles.name}>{called(props.row)}</span>
        {props.withPhone && name !== null && phone !== null && (
          <span className={styles.quiet}>{phone}</span>
        )}
      </span>
    </ToCustomer>
  )
}

/** The same for rows that carry the customer as lists of customers show one. */
export function CustomerOf(props: {
  row: { customer_id: number | null; customer: ListedCustomer | null }
}) {
  const { customer_id: id, customer } = props.row
  return (
    <ToCustomer id={id}>{customer ? <CustomerLine customer={customer} /> : `#${id}`}</ToCustomer>
  )
}

function ToCustomer(props: { id: number | null; children: ReactNode }) {
  const t = useTexts()
  if (props.id === null) return t('customer.erased')
  return (
    <Link to="/customers/$customerId" params={{ customerId: String(props.id) }}>
      {props.children}
    </Link>
  )
}
