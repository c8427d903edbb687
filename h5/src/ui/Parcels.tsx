import { useState } from 'preact/hooks'
import { time } from '../format.ts'
import type { Order } from '../orders.ts'
import { t } from '../texts.ts'

/** What was sent, and where it is as far as anybody says. */
export function Parcels({ parcels }: { parcels: Order['shipments'] }) {
  return (
    <>
      {parcels.map((parcel) => (
        <Parcel key={parcel.id} parcel={parcel} />
      ))}
    </>
  )
}

function Parcel({ parcel }: { parcel: Order['shipments'][number] }) {
  const [isOpen, setOpen] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const traces = parcel.track?.traces ?? []
  const shown = isOpen ? traces : traces.slice(0, 1)
  const copy = () =>
    navigator.clipboard.writeText(parcel.number).then(
      () => setCopied(true),
      // Without leave the number is there to be marked by hand.
      () => setCopied(false),
    )
  return (
    <section class="parcel">
      <p class="between">
        <span>{t('order.parcel', { carrier: parcel.carrier, number: parcel.number })}</span>
        <button type="button" class="quiet" onClick={() => void copy()}>
          {t(isCopied ? 'parcel.copied' : 'parcel.copy')}
        </button>
      </p>
      {parcel.track && <strong>{t(`parcel_state.${parcel.track.state}`)}</strong>}
      {shown.length > 0 && (
        <ul class="messages">
          {shown.map((trace) => (
            <li key={`${trace.at} ${trace.text}`}>
              <span>{trace.text}</span>
              <p class="note">{time(trace.at)}</p>
            </li>
          ))}
        </ul>
      )}
      {traces.length > 1 && (
        <button type="button" class="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'parcel.fewer' : 'parcel.more')}
        </button>
      )}
    </section>
  )
}
