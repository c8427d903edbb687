import { ApartmentOutlined, BlockOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { pictureUrl } from '../decoration/api.ts'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Product, type ProductKind, productsQuery } from './api.ts'
import { CategoriesDrawer } from './CategoriesDrawer.tsx'
import { CategoryPicker } from './CategoryPicker.tsx'
import styles from './Commerce.module.css'
import { GivesForm } from './GivesForm.tsx'
import { GroupsDrawer } from './GroupsDrawer.tsx'
import { ProductForm } from './ProductForm.tsx'

const route = getRouteApi('/app/products')
const PAGE = 50
export const KINDS = ['goods', 'card', 'points', 'service', 'course'] as const
const kindOf = (text: string | undefined): ProductKind | undefined =>
  KINDS.find((kind) => kind === text)

/** Everything the brand sells: its own products and those that orders from outside name. */
export function ProductsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('goods:write') && scope.kind === 'all'
  const mayImport = useMay('imports:run') && scope.kind === 'all'
  const [opened, open] = useState<'new' | 'categories' | 'groups' | Product>()
  const [giving, setGiving] = useState<Product>()
  const asked = {
    q: search.q,
    category: search.category,
    kind: kindOf(search.kind),
    exclusive: search.show === 'exclusive' ? 'true' : undefined,
    retired: search.show === 'retired' ? 'true' : search.show === 'all' ? undefined : 'false',
  }
  const list = useQuery({
    ...productsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/products',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const close = () => open(undefined)
  const columns = useColumns(mayWrite ? { edit: open, give: setGiving } : undefined)
  const isFiltered = Boolean(search.q || search.category || search.kind || search.show)
  return (
    <Page
      title={t('products.title')}
      purpose={t('products.purpose')}
      actions={
        mayWrite && (
          <>
            <Button icon={<ApartmentOutlined />} onClick={() => open('categories')}>
              {t('products.categories')}
            </Button>
            <Button icon={<BlockOutlined />} onClick={() => open('groups')}>
              {t('products.groups')}
            </Button>
            {mayImport && (
              <ButtonLink icon={<UploadOutlined />} to="/imports/new">
                {t('products.import')}
              </ButtonLink>
            )}
            <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
              {t('products.new')}
            </Button>
          </>
        )
      }
    >
      <Filters>
        <SearchText value={search.q} label={t('products.search')} onChange={(q) => change({ q })} />
        <div style={{ width: 200 }}>
          <CategoryPicker
            value={search.category?.split('/').map(decodeURIComponent)}
            onChange={(path) =>
              change({ category: path?.map(encodeURIComponent).join('/') || undefined })
            }
          />
        </div>
        <ChoiceFilter
          label={t('products.kind')}
          value={kindOf(search.kind)}
          onChange={(kind) => change({ kind })}
          options={KINDS.map((value) => ({ value, label: t(`products.kind_${value}`) }))}
        />
        <Select
          style={{ width: 150 }}
          aria-label={t('products.show')}
          value={search.show ?? 'on'}
          onChange={(show) => change({ show: show === 'on' ? undefined : show })}
          options={(['on', 'exclusive', 'retired', 'all'] as const).map((value) => ({
            value,
            label: t(`products.show_${value}`),
          }))}
        />
        <ExportButton
          atEnd
          kind="products"
          params={{
            ...{ q: search.q, kind: asked.kind, category: search.category },
            exclusive: asked.exclusive === 'true' || undefined,
            retired: asked.retired === undefined ? undefined : asked.retired === 'true',
          }}
        />
      </Filters>
      <PageTable<Product>
        label={t('products.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(product) => product.sku}
        rowClassName={(product) => (product.is_retired ? (styles.retired ?? '') : '')}
        minWidth={820}
        skeletonLines={2}
        empty={
          isFiltered ? (
            <EmptyState compact title={t('products.no_match')} />
          ) : (
            <EmptyState title={t('products.empty')}>
              <p>{t('products.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {opened === 'new' && <ProductForm onClose={close} />}
      {typeof opened === 'object' && <ProductForm product={opened} onClose={close} />}
      {giving && <GivesForm product={giving} onClose={() => setGiving(undefined)} />}
      <CategoriesDrawer open={opened === 'categories'} onClose={close} />
      <GroupsDrawer open={opened === 'groups'} onClose={close} />
    </Page>
  )
}

function useColumns(
  may: { edit: (product: Product) => void; give: (product: Product) => void } | undefined,
): TableColumnsType<Product> {
  const t = useTexts()
  const columns: TableColumnsType<Product> = [
    {
      key: 'name',
      title: t('products.product'),
      render: (_, product) => (
        <div className={styles.pictured}>
          {product.picture_id && <img src={pictureUrl(product.picture_id)} alt="" loading="lazy" />}
          <div className={styles.two}>
            <strong>{product.name}</strong>
            <span className={styles.quiet}>
              {[product.sku, ...Object.values(product.specs)].join(' · ')}
            </span>
          </div>
        </div>
      ),
    },
    {
      key: 'kind',
      title: t('products.kind'),
      width: 170,
      render: (_, product) => (
        <>
          <Chip>{t(`products.kind_${product.kind}`)}</Chip>{' '}
          {product.is_exclusive && <Chip tone="info">{t('products.exclusive')}</Chip>}{' '}
          {product.is_retired && <Chip tone="warning">{t('products.retired')}</Chip>}
        </>
      ),
    },
    {
      key: 'category',
      title: t('products.category'),
      render: (_, { category }) => (category.length > 0 ? category.join(' / ') : <Nothing />),
    },
    {
      key: 'price',
      title: t('products.price'),
      width: 120,
      align: 'right',
      render: (_, { price_fen, currency }) =>
        price_fen === null ? <Nothing /> : <Money fen={price_fen} currency={currency} />,
    },
    {
      key: 'free',
      title: t('stock.free'),
      width: 100,
      align: 'right',
      render: (_, { free }) => (free === null ? <Nothing /> : <Count value={free} />),
    },
  ]
  if (may)
    columns.push({
      key: 'actions',
      title: '',
      width: 150,
      align: 'right',
      render: (_, product) => (
        <>
          {product.kind === 'goods' && (
            <Link to="/subscriptions" search={{ tab: 'plans', sku: product.sku }}>
              {t('products.plans')}
            </Link>
          )}
          {product.kind !== 'goods' && (
            <Button type="link" size="small" onClick={() => may.give(product)}>
              {t('gives.action')}
            </Button>
          )}
          <Button type="link" size="small" onClick={() => may.edit(product)}>
            {t('action.edit')}
          </Button>
        </>
      ),
    })
  return columns
}
