import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import type { QuotationRow } from './api.ts'

/** Whom it is for; of who was erased that she was. */
export function CustomerName(props: {
  quotation: Pick<QuotationRow, 'name' | 'phone' | 'customer_id'>
}) {
  const t = useTexts()
  const { name, phone, customer_id: id } = props.quotation
  if (id === null) return t('quotations.erased')
  return (
    <Link to="/customers/$customerId" params={{ customerId: String(id) }}>
      {name ?? phone ?? t('quotations.customer_number', { id })}
    </Link>
  )
}
