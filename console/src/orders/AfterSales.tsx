import { Button, Space } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { Money } from '../ui/Figures.tsx'
import { When } from '../ui/When.tsx'
import {
  approveAfterSale,
  goodsReturned,
  type OwnOrderDetail,
  payBackInstead,
  retryRefund,
} from './api.ts'
import styles from './Orders.module.css'

type Sale = OwnOrderDetail['after_sales'][number]

/** What is asked back or exchanged, what can be done about it now, and the money on its way. */
export function AfterSales(props: {
  order: OwnOrderDetail
  act: (act: () => Promise<unknown>) => void
  onRefuse: (id: string) => void
  onSend: (id: string) => void
}) {
  const t = useTexts()
  const mayDecide = useMay('refunds:decide')
  const { after_sales, refunds } = props.order
  if (after_sales.length === 0 && refunds.length === 0) return null
  return (
    <>
      <h3 className={styles.heading}>{t('own_orders.after_sales')}</h3>
      {after_sales.map((sale) => (
        <div key={sale.id} className={styles.sale}>
          <p className={styles.line}>
            <span>
              <Chip>{t(`after_sale.state_${sale.state}`)}</Chip> {t(`after_sale.kind_${sale.kind}`)}{' '}
              · {sale.reason}
            </span>
            <Money fen={sale.amount_fen} currency={props.order.currency} />
          </p>
          {sale.kind === 'exchange' && <Exchanged sale={sale} currency={props.order.currency} />}
          <Decide {...props} sale={sale} mayDecide={mayDecide} />
        </div>
      ))}
      {refunds.map((refund) => (
        <p key={refund.id} className={styles.line}>
          <span>
            {t('after_sale.money')}{' '}
            <Chip tone={refund.state === 'failed' ? 'bad' : 'plain'}>
              {t(`after_sale.refund_${refund.state}`)}
            </Chip>{' '}
            {refund.fault}
            {mayDecide && refund.state === 'failed' && (
              <Button
                size="small"
                type="link"
                onClick={() => props.act(() => retryRefund(refund.id))}
              >
                {t('after_sale.retry')}
              </Button>
            )}
          </span>
          <Money fen={refund.amount_fen} currency={refund.currency} />
        </p>
      ))}
    </>
  )
}

/** What for what, under which number, and until when the goods are waited for. */
function Exchanged({ sale, currency }: { sale: Sale; currency: string }) {
  const t = useTexts()
  const [line] = sale.lines
  if (!line) return null
  return (
    <p className={styles.line}>
      <span>
        {sale.more_fen > 0 && (
          <>
            {t('exchange.more')} <Money fen={sale.more_fen} currency={currency} /> ·{' '}
          </>
        )}
        {t('exchange.from_to', {
          ...{ from: line.held_name ?? line.held_sku, to: line.to_name ?? line.to_sku },
          count: line.quantity,
        })}{' '}
        · {sale.exchange_number}
      </span>
      {sale.state === 'to_pay' && sale.pay_by && (
        <span>
          {t('exchange.pay_by')} <When at={sale.pay_by} />
        </span>
      )}
      {sale.state === 'to_return' && sale.return_by && (
        <span>
          {t('exchange.return_by')} <When at={sale.return_by} />
        </span>
      )}
    </p>
  )
}

function Decide(props: {
  sale: Sale
  mayDecide: boolean
  act: (act: () => Promise<unknown>) => void
  onRefuse: (id: string) => void
  onSend: (id: string) => void
}) {
  const t = useTexts()
  const mayWrite = useMay('orders:write')
  const { sale, mayDecide, act } = props
  const open = ['requested', 'to_pay', 'to_return'].includes(sale.state)
  return (
    <Space>
      {mayDecide && sale.state === 'requested' && (
        <Button
          size="small"
          type="primary"
          onClick={() => act(() => approveAfterSale(sale.id, ''))}
        >
          {t('after_sale.approve')}
        </Button>
      )}
      {mayDecide && sale.state === 'to_return' && (
        <Button size="small" type="primary" onClick={() => act(() => goodsReturned(sale.id))}>
          {t('after_sale.goods_returned')}
        </Button>
      )}
      {mayWrite && sale.state === 'to_send' && (
        <Button size="small" type="primary" onClick={() => props.onSend(sale.id)}>
          {t('exchange.send')}
        </Button>
      )}
      {mayDecide && sale.state === 'to_send' && (
        <Button size="small" onClick={() => act(() => payBackInstead(sale.id))}>
          {t('exchange.pay_back_instead')}
        </Button>
      )}
      {mayDecide && open && (
        <Button size="small" danger onClick={() => props.onRefuse(sale.id)}>
          {t('after_sale.refuse')}
        </Button>
      )}
    </Space>
  )
}
