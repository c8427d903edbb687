import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Count } from '../ui/Figures.tsx'
import { Penalties } from './Penalties.tsx'
import { Period } from './Period.tsx'
import { PreSaleForm } from './PreSaleForm.tsx'
import { PreSalePage } from './PreSalePage.tsx'
import styles from './Promotion.module.css'
import { PAGE, PromotionList, promotionState, TONES, useActivityStates } from './PromotionList.tsx'
import { type PreSaleRow, preSalesQuery } from './preSaleApi.ts'

const route = getRouteApi('/app/pre-sales')

/** Pre-sales of the brand with what was ordered; one of them under its own address. */
export function PreSalesPage() {
  const { sale } = route.useSearch()
  return sale === undefined ? <List /> : <PreSalePage id={sale} />
}

function List() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const state = promotionState(search.state)
  const asked = { q: search.q, state, activity_id: search.activity }
  const list = useQuery({
    ...preSalesQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  return (
    <PromotionList
      words={{
        title: t('pre_sales.title'),
        purpose: t('pre_sales.purpose'),
        make: t('pre_sales.new'),
        search: t('pre_sales.search'),
        noMatch: t('pre_sales.no_match'),
        empty: t('pre_sales.empty'),
        emptyWords: t('pre_sales.empty_words'),
      }}
      exports="pre_sales"
      asked={asked}
      cursor={search.cursor}
      states={useActivityStates()}
      change={(next) =>
        void navigate({
          to: '/pre-sales',
          search: (before) => ({ ...before, ...next, cursor: undefined }),
          replace: true,
        })
      }
      list={list}
      columns={useColumns()}
      minWidth={960}
      form={(close) => (
        <PreSaleForm
          {...(search.activity !== undefined && { activity: search.activity })}
          onClose={close}
        />
      )}
    >
      <Penalties />
    </PromotionList>
  )
}

function useColumns(): TableColumnsType<PreSaleRow> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('pre_sales.name'),
      render: (_, { id, name, activity_name }) => (
        <div className={styles.two}>
          <Link to="/pre-sales" search={{ sale: id }}>
            {name}
          </Link>
          <span className={styles.quiet}>{activity_name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 130,
      render: (_, { state, deposit_kind }) => (
        <div className={styles.two}>
          <span>
            <Chip tone={TONES[state]}>{t(`activity_state.${state}`)}</Chip>
          </span>
          <span className={styles.quiet}>{t(`deposit_kind.${deposit_kind}`)}</span>
        </div>
      ),
    },
    {
      key: 'deposits',
      title: t('pre_sales.deposits'),
      width: 230,
      render: (_, { deposit_from, deposit_until }) => (
        <Period from={deposit_from} to={deposit_until} />
      ),
    },
    {
      key: 'balances',
      title: t('pre_sales.balances'),
      width: 230,
      render: (_, { balance_from, balance_until }) => (
        <Period from={balance_from} to={balance_until} />
      ),
    },
    {
      key: 'taken',
      title: t('pre_sales.taken_of'),
      width: 150,
      align: 'right',
      render: (_, { taken, held, quota }) => (
        <div className={styles.two}>
          <span>
            <Count value={taken} /> / <Count value={quota} />
          </span>
          <span className={styles.quiet}>{held > 0 && t('pre_sales.held', { count: held })}</span>
        </div>
      ),
    },
  ]
}
