import { type Dispatch, type StateUpdater, useState } from 'preact/hooks'
import type { Address } from '../orders.ts'
import { t } from '../texts.ts'

const partsOf = (text: string) => text.trim().split(/\s+/).filter(Boolean).slice(0, 5)

/** Whether a parcel would find it. */
export const isWhole = ({ name, phone, region, street }: Address) =>
  [name, phone, street].every((text) => text.trim() !== '') && region.length > 0

export type SetAddress = Dispatch<StateUpdater<Address>>

/** Where a parcel goes. */
export function AddressFields(props: { address: Address; set: SetAddress }) {
  const { address } = props
  // A phone that fills them in by itself fills them all in one moment: each adds to what the others said.
  const set = (change: Partial<Address>) => props.set((before) => ({ ...before, ...change }))
  // As she types it: the blank after a name is not there yet in the parts.
  const [typed, setTyped] = useState(address.region.join(' '))
  const region =
    partsOf(typed).join(' ') === address.region.join(' ') ? typed : address.region.join(' ')
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
          onInput={(event) => set({ name: event.currentTarget.value })}
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
          onInput={(event) => set({ phone: event.currentTarget.value })}
        />
      </label>
      <label>
        {t('checkout.region')}
        <input
          type="text"
          required
          maxLength={150}
          placeholder={t('checkout.region_example')}
          value={region}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            set({ region: partsOf(event.currentTarget.value) })
          }}
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
          onInput={(event) => set({ street: event.currentTarget.value })}
        />
      </label>
    </>
  )
}
