import type { Address } from '../orders.ts'
import { t } from '../texts.ts'

/** Whether a parcel would find it. */
export const isWhole = ({ name, phone, region, street }: Address) =>
  [name, phone, street].every((text) => text.trim() !== '') && region.length > 0

/** Where a parcel goes. */
export function AddressFields(props: { address: Address; set: (address: Address) => void }) {
  const { address } = props
  const set = (change: Partial<Address>) => props.set({ ...address, ...change })
  return (
    <>
      <label>
        {t('checkout.name')}
        <input
          type="text"
          autocomplete="name"
          required
          maxLength={100}
          value={address.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('sign_in.phone')}
        <input
          type="tel"
          autocomplete="tel"
          required
          maxLength={40}
          value={address.phone}
          onChange={(event) => set({ phone: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('checkout.region')}
        <input
          type="text"
          required
          maxLength={150}
          placeholder={t('checkout.region_example')}
          value={address.region.join(' ')}
          onChange={(event) =>
            set({
              region: event.currentTarget.value.trim().split(/\s+/).filter(Boolean).slice(0, 5),
            })
          }
        />
      </label>
      <label>
        {t('checkout.street')}
        <input
          type="text"
          autocomplete="street-address"
          required
          maxLength={300}
          value={address.street}
          onChange={(event) => set({ street: event.currentTarget.value })}
        />
      </label>
    </>
  )
}
