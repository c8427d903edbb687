import type { Address } from '../orders.ts'

/** An address in two lines: who, and where. */
export const AddressWords = ({
  address: { name, phone, region, street },
}: {
  address: Address
}) => (
  <span class="address">
    <strong>{name}</strong> <span class="note">{phone}</span>
    <small>{[...region, street].join(' ')}</small>
  </span>
)
