import type { Customer, ListedCustomer } from './api.ts'
import styles from './CustomerLine.module.css'
import { givenName, phoneOf } from './naming.ts'
import { maskPersonal } from './personal.ts'
import { useCustomerName } from './words.ts'

/** A customer in one line, to choose from: name, masked mobile, number. */
export function CustomerLine(props: { customer: Customer | ListedCustomer }) {
  const nameOf = useCustomerName()
  // Whoever gave no name is called by her mobile already.
  const phone = givenName(props.customer) ? phoneOf(props.customer) : undefined
  return (
    <span className={styles.line}>
      <span className={styles.name}>{nameOf(props.customer)}</span>
      {phone && <span className={styles.quiet}>{maskPersonal('phone', phone)}</span>}
      <span className={styles.quiet}>#{props.customer.id}</span>
    </span>
  )
}
