import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { CopyButton } from '../ui/Copy.tsx'
import { When } from '../ui/When.tsx'
import { type OwnOrderDetail, refreshParcel } from './api.ts'
import styles from './Orders.module.css'
import { toneOfParcel } from './parcelTone.ts'

/** What was sent, and where it is as far as anybody says. */
export function Parcels(props: {
  order: OwnOrderDetail
  mayAsk: boolean
  act: (act: () => Promise<unknown>) => void
}) {
  const t = useTexts()
  const { shipments, lines, after_sales } = props.order
  if (shipments.length === 0) return null
  const nameOf = (sku: string) =>
    lines.find((line) => line.sku === sku)?.name ??
    after_sales.flatMap((sale) => sale.lines).find((line) => line.to_sku === sku)?.to_name ??
    sku
  return (
    <>
      <h3 className={styles.heading}>{t('parcel.title')}</h3>
      {shipments.map(({ id, carrier, number, lines: parts, shipped_at, track, after_sale_id }) => (
        <div key={id} className={styles.sale}>
          <p className={styles.line}>
            <span>
              {carrier} {number} <CopyButton text={number} />{' '}
              {track && (
                <Chip tone={toneOfParcel(track.state)}>{t(`parcel.state_${track.state}`)}</Chip>
              )}
            </span>
            <When at={shipped_at} />
          </p>
          <p>
            {after_sale_id && <Chip>{t('after_sale.kind_exchange')}</Chip>}{' '}
            {parts.map(({ sku, quantity }) => `${nameOf(sku)} × ${quantity}`).join(' · ')}
          </p>
          {track?.traces.map((trace) => (
            <p key={`${trace.at} ${trace.text}`} className={styles.line}>
              <span>{trace.text}</span>
              <When at={trace.at} />
            </p>
          ))}
          {track && props.mayAsk && track.state !== 'signed' && (
            <Button size="small" onClick={() => props.act(() => refreshParcel(id))}>
              {t('parcel.refresh')}
            </Button>
          )}
        </div>
      ))}
    </>
  )
}
