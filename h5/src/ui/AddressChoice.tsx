import { useEffect, useState } from 'preact/hooks'
import { addressOf, isSame, keepAddress, loadAddresses } from '../addresses.ts'
import type { Address } from '../orders.ts'
import { t } from '../texts.ts'
import { AddressFields, isWhole, type SetAddress } from './AddressFields.tsx'
import { AddressWords } from './AddressWords.tsx'
import { Failed, Skeleton } from './States.tsx'
import { useAct } from './useAct.ts'
import { useLoad } from './useLoad.ts'

/** Where a parcel goes: one of hers, or another one, which she may keep. */
export function AddressChoice(props: { address: Address; set: SetAddress }) {
  const { address, set } = props
  const { data, error, again } = useLoad(loadAddresses, [])
  const [isOther, setOther] = useState(false)
  const { act, isBusy, fault } = useAct()
  const [first] = data ?? []
  useEffect(() => {
    if (first) set(addressOf(first))
  }, [first?.id])
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={3} />
  const isNew = isOther || data.length === 0
  const isKept = data.some((one) => isSame(addressOf(one), address))
  const keep = () =>
    act(async () => {
      await keepAddress(crypto.randomUUID(), { ...address, is_default: false })
      setOther(false)
      again()
    })
  return (
    <>
      {data.length > 0 && (
        <fieldset class="choices">
          <legend>{t('address.where')}</legend>
          {data.map((one) => (
            <label key={one.id} class="check">
              <input
                type="radio"
                name="address"
                checked={!isOther && isSame(addressOf(one), address)}
                onChange={() => {
                  setOther(false)
                  set(addressOf(one))
                }}
              />
              <AddressWords address={one} />
            </label>
          ))}
          <label class="check">
            <input
              type="radio"
              name="address"
              checked={isOther}
              onChange={() => {
                setOther(true)
                set({ name: '', phone: '', region: [], street: '' })
              }}
            />
            <span>{t('address.other')}</span>
          </label>
        </fieldset>
      )}
      {isNew && <AddressFields address={address} set={set} />}
      {isNew && isWhole(address) && !isKept && (
        <button type="button" class="quiet" disabled={isBusy} onClick={() => void keep()}>
          {t('address.keep')}
        </button>
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
    </>
  )
}
