import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import type { FlashSale, ItemFigures, SlotFigures } from './flashApi.ts'
import styles from './Promotion.module.css'

const TONES = { before: 'info', now: 'good', over: 'plain' } as const

/** What each slot sold, article by article, and what became of the leave to order. */
export function FlashSlots(props: { named: FlashSale['slots']; slots: SlotFigures[] }) {
  const t = useTexts()
  const columns = useColumns()
  // By the brand's clock, as it was written.
  const nameOf = (id: string) => {
    const slot = props.named.find((one) => one.id === id)
    return slot && `${slot.on} ${slot.from}–${slot.to}`
  }
  return props.slots.map((slot) => (
    <section key={slot.id}>
      <h2 className={styles.part}>
        {nameOf(slot.id)} <Chip tone={TONES[slot.time]}>{t(`flash_time.${slot.time}`)}</Chip>
      </h2>
      <PageTable<ItemFigures>
        label={t('flash_sales.goods')}
        list={{ data: slot.items, error: null, refetch: () => undefined }}
        columns={columns}
        rowKey={({ sku }) => sku}
        minWidth={980}
        skeletonLines={2}
        empty={null}
      />
    </section>
  ))
}

function useColumns(): TableColumnsType<ItemFigures> {
  const t = useTexts()
  return [
    {
      key: 'goods',
      title: t('flash_sales.goods'),
      render: (_, { name, sku, price_fen }) => (
        <div className={styles.two}>
          <span>{name}</span>
          <span className={styles.quiet}>
            {sku} · <Money fen={price_fen} />
          </span>
        </div>
      ),
    },
    {
      key: 'sold',
      title: t('flash_sales.sold_of'),
      width: 130,
      align: 'right',
      render: (_, { sold, quantity, held }) => (
        <div className={styles.two}>
          <span>
            <Count value={sold} /> / <Count value={quantity} />
          </span>
          <span className={styles.quiet}>{held > 0 && t('flash_sales.held', { count: held })}</span>
        </div>
      ),
    },
    {
      key: 'left',
      title: t('flash_sales.left'),
      width: 130,
      align: 'right',
      render: (_, { left, sold_out_at }) => (
        <div className={styles.two}>
          <Count value={left} />
          <span className={styles.quiet}>
            {sold_out_at && (
              <>
                {t('flash_sales.sold_out_at')} <When at={sold_out_at} />
              </>
            )}
          </span>
        </div>
      ),
    },
    {
      key: 'tokens',
      title: <span title={t('flash_sales.tokens_hint')}>{t('flash_sales.tokens')}</span>,
      width: 190,
      align: 'right',
      render: (_, { issued, used, lapsed, margin }) => (
        <div className={styles.two}>
          <span>
            <Count value={used} /> / <Count value={issued} />
          </span>
          <span className={styles.quiet}>{t('flash_sales.lapsed', { lapsed, margin })}</span>
        </div>
      ),
    },
    {
      key: 'buyers',
      title: t('flash_sales.buyers'),
      width: 90,
      align: 'right',
      render: (_, { buyers }) => <Count value={buyers} />,
    },
    {
      key: 'sales',
      title: t('activity_measure.sales_fen'),
      width: 130,
      align: 'right',
      render: (_, { sales_fen, refunded_fen }) =>
        sales_fen === 0 ? (
          <Nothing />
        ) : (
          <div className={styles.two}>
            <Money fen={sales_fen - refunded_fen} />
            <span className={styles.quiet}>
              {refunded_fen > 0 && (
                <>
                  {t('flash_sales.refunded')} <Money fen={refunded_fen} />
                </>
              )}
            </span>
          </div>
        ),
    },
    {
      key: 'subsidy',
      title: t('activities.subsidy'),
      width: 110,
      align: 'right',
      render: (_, { subsidy_fen }) => <Money fen={subsidy_fen} />,
    },
  ]
}
