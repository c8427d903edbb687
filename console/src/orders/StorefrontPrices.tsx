import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Select, type TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Period } from '../promotion/Period.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing } from '../ui/When.tsx'
import { conflictsQuery, pricesQuery, type StorefrontPrice } from './api.ts'
import styles from './Orders.module.css'

const route = getRouteApi('/app/storefronts')
const CONFLICTS = [
  ...(['exclusive_outside', 'cheaper_outside', 'promotions_overlap'] as const),
  ...(['sold_elsewhere', 'exclusive_in_several', 'prices_differ'] as const),
] as const
const SERIOUS: ReadonlySet<string> = new Set(['exclusive_outside', 'cheaper_outside'])

/** What every place asks for every product and promotes of it, and where two get in each other's way. */
export function StorefrontPrices() {
  const t = useTexts()
  const navigate = useNavigate()
  const { q, conflict: asked, cursor } = route.useSearch()
  const conflict = (['any', ...CONFLICTS] as const).find((one) => one === asked)
  const counts = useQuery(conflictsQuery)
  const list = useQuery({
    ...pricesQuery({ q, conflict, cursor, limit: 50 }),
    placeholderData: keepPreviousData,
  })
  const change = (next: { q?: string | undefined; conflict?: string | undefined }) =>
    void navigate({
      to: '/storefronts',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const counted = (label: string, count: number | undefined) =>
    count === undefined ? label : `${label} ${count}`
  return (
    <>
      <Filters>
        <SearchText
          value={q}
          label={t('storefronts.search')}
          onChange={(next) => change({ q: next })}
        />
        <Select
          style={{ minWidth: 230 }}
          allowClear
          aria-label={t('storefronts.conflicts')}
          placeholder={t('storefronts.all_products')}
          {...(conflict && { value: conflict })}
          onChange={(next?: string) => change({ conflict: next })}
          options={[
            {
              value: 'any',
              label: counted(t('storefronts.only_conflicts'), counts.data?.products),
            },
            ...CONFLICTS.map((value) => ({
              value,
              label: counted(t(`storefronts.conflict_${value}`), counts.data?.conflicts[value]),
            })),
          ]}
        />
        <ExportButton atEnd kind="storefront_prices" params={{ q, conflict }} />
      </Filters>
      <PageTable<StorefrontPrice>
        label={t('storefronts.prices')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={(p) => p.sku}
        minWidth={1080}
        skeletonLines={3}
        empty={
          q || conflict ? (
            <EmptyState compact title={t('storefronts.no_match')} />
          ) : (
            <EmptyState title={t('storefronts.no_products')}>
              <p>
                <Link to="/products">{t('storefronts.to_products')}</Link>
              </p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}

function useColumns(): TableColumnsType<StorefrontPrice> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('storefronts.product'),
      width: 200,
      render: (_, p) => (
        <div className={styles.two}>
          <strong>{p.name}</strong>
          <span className={styles.quiet}>{p.sku}</span>
          {p.is_exclusive && (
            <span>
              <Chip tone="info">{t('storefronts.exclusive')}</Chip>
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'own',
      title: t('storefronts.own'),
      width: 190,
      render: (_, p) => (
        <Asked places={p.storefronts.map(({ code, name, fen }) => ({ key: code, name, fen }))} />
      ),
    },
    {
      key: 'external',
      title: t('storefronts.external'),
      width: 230,
      render: (_, p) => (
        <Asked
          places={p.external.map(({ store, name, platform, fen }) => ({
            ...{ key: store, name: `${t(`external_platform.${platform}`)} ${name}`, fen },
          }))}
        />
      ),
    },
    {
      key: 'promotions',
      title: t('storefronts.promotions'),
      render: (_, p) => <Promotions of={p} />,
    },
    {
      key: 'conflicts',
      title: t('storefronts.conflicts'),
      width: 210,
      render: (_, p) =>
        p.conflicts.length === 0 ? (
          <Nothing />
        ) : (
          <Chips>
            {p.conflicts.map((code) => (
              <Chip
                key={code}
                tone={SERIOUS.has(code) ? 'bad' : 'warning'}
                title={t(`storefronts.conflict_words_${code}`, {
                  sources: p.sold_elsewhere.join('、'),
                })}
              >
                {t(`storefronts.conflict_${code}`)}
              </Chip>
            ))}
          </Chips>
        ),
    },
  ]
}

function Asked({ places }: { places: { key: string; name: string; fen: number | null }[] }) {
  if (places.length === 0) return <Nothing />
  return places.map(({ key, name, fen }) => (
    <div key={key} className={styles.asked}>
      <span>{name}</span>
      {fen === null ? <Nothing /> : <Money fen={fen} />}
    </div>
  ))
}

function Promotions({ of }: { of: StorefrontPrice }) {
  const t = useTexts()
  if (of.promotions.length === 0) return <Nothing />
  const nameOf = new Map([
    ...of.storefronts.map(({ code, name }) => [code, name] as const),
    ...of.external.map(({ store, name }) => [store, name] as const),
  ])
  return of.promotions.map((promotion) => (
    <div key={`${promotion.id} ${promotion.starts_at}`} className={styles.promotion}>
      <span>
        {promotion.name || t('storefronts.promotion_unnamed')}{' '}
        {promotion.overlaps && <Chip tone="warning">{t('storefronts.overlaps')}</Chip>}
      </span>
      <span className={styles.quiet}>
        {t(`storefronts.promotion_${promotion.kind}`)} ·{' '}
        {promotion.places.map((place) => nameOf.get(place) ?? place).join('、')}
        {promotion.fen !== null && (
          <>
            {' · '}
            <Money fen={promotion.fen} />
          </>
        )}
        {' · '}
        <Period from={promotion.starts_at} to={promotion.ends_at} />
      </span>
    </div>
  ))
}
