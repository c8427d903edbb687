import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Count } from '../ui/Figures.tsx'
import { FlashSaleForm } from './FlashSaleForm.tsx'
import { type FlashSaleRow, flashSalesQuery } from './flashApi.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'
import { PAGE, PromotionList, promotionState, TONES, useActivityStates } from './PromotionList.tsx'

const route = getRouteApi('/app/flash-sales')

/** Flash sales of the brand with what they sold. */
export function FlashSalesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const state = promotionState(search.state)
  const asked = { q: search.q, state, activity_id: search.activity }
  const list = useQuery({
    ...flashSalesQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  return (
    <PromotionList
      words={{
        title: t('flash_sales.title'),
        purpose: t('flash_sales.purpose'),
        make: t('flash_sales.new'),
        search: t('flash_sales.search'),
        noMatch: t('flash_sales.no_match'),
        empty: t('flash_sales.empty'),
        emptyWords: t('flash_sales.empty_words'),
      }}
      exports="flash_sales"
      asked={asked}
      cursor={search.cursor}
      states={useActivityStates()}
      change={(next) =>
        void navigate({
          to: '/flash-sales',
          search: (before) => ({ ...before, ...next, cursor: undefined }),
          replace: true,
        })
      }
      list={list}
      columns={useColumns()}
      minWidth={820}
      form={(close) => (
        <FlashSaleForm
          {...(search.activity !== undefined && { activity: search.activity })}
          onClose={close}
        />
      )}
    />
  )
}

function useColumns(): TableColumnsType<FlashSaleRow> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('flash_sales.name'),
      render: (_, { id, name, activity_name }) => (
        <div className={styles.two}>
          <Link to="/flash-sales/$flashSaleId" params={{ flashSaleId: id }}>
            {name}
          </Link>
          <span className={styles.quiet}>{activity_name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 110,
      render: (_, { state }) => <Chip tone={TONES[state]}>{t(`activity_state.${state}`)}</Chip>,
    },
    {
      key: 'slots',
      title: t('flash_sales.slots'),
      width: 90,
      align: 'right',
      render: (_, { slots }) => <Count value={slots} />,
    },
    {
      key: 'time',
      title: t('flash_sales.time'),
      width: 240,
      render: (_, { starts_at, ends_at }) => <Period from={starts_at} to={ends_at} />,
    },
    {
      key: 'sold',
      title: t('flash_sales.sold_of'),
      width: 150,
      align: 'right',
      render: (_, { sold, held, quantity }) => (
        <div className={styles.two}>
          <span>
            <Count value={sold} /> / <Count value={quantity} />
          </span>
          <span className={styles.quiet}>{held > 0 && t('flash_sales.held', { count: held })}</span>
        </div>
      ),
    },
  ]
}
