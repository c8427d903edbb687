import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { App, Button, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  photoUrl,
  type Review,
  reviewFiguresQuery,
  reviewsQuery,
  showReview,
  useReviewsChanged,
} from './api.ts'
import { HideForm, ReplyForm, SettingForm } from './ReviewForms.tsx'
import styles from './Reviews.module.css'
import { WantedTable } from './WantedTable.tsx'

const route = getRouteApi('/app/reviews')
const PAGE = 50
const STATES = ['pending', 'shown', 'hidden'] as const
const TONES = { pending: 'warning', shown: 'good', hidden: 'plain' } as const
const STARS = [5, 4, 3, 2, 1] as const

/** What buyers say, and what customers wait for. */
export function ReviewsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tab } = route.useSearch()
  const mayWrite = useMay('shop:write')
  const [isSetting, setSetting] = useState(false)
  return (
    <Page
      title={t('reviews.title')}
      purpose={t('reviews.purpose')}
      actions={mayWrite && <Button onClick={() => setSetting(true)}>{t('reviews.setting')}</Button>}
    >
      <Tabs
        activeKey={tab === 'wanted' ? 'wanted' : 'reviews'}
        onChange={(key) =>
          void navigate({
            to: '/reviews',
            search: key === 'wanted' ? { tab: key } : {},
            replace: true,
          })
        }
        items={[
          { key: 'reviews', label: t('reviews.review') },
          { key: 'wanted', label: t('reviews.wanted') },
        ]}
      />
      {tab === 'wanted' ? <WantedTable /> : <List mayWrite={mayWrite} />}
      {isSetting && <SettingForm onClose={() => setSetting(false)} />}
    </Page>
  )
}

function Figures() {
  const t = useTexts()
  const { data } = useQuery(reviewFiguresQuery)
  if (!data || data.average_centi === null) return null
  return (
    <p className={styles.figures}>
      <strong>{t('reviews.average', { stars: (data.average_centi / 100).toFixed(2) })}</strong>
      <span>{t('reviews.counted', { count: data.count })}</span>
      <span>{t('reviews.pending_count', { count: data.pending })}</span>
      <span>{t('reviews.hidden_count', { count: data.hidden, low: data.hidden_low })}</span>
      <span>{t('reviews.unanswered_low', { count: data.unanswered_low })}</span>
    </p>
  )
}

function List(props: { mayWrite: boolean }) {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const [hiding, setHiding] = useState<Review>()
  const [replying, setReplying] = useState<Review>()
  const state = STATES.find((one) => one === search.state)
  const stars = STARS.find((one) => String(one) === search.stars)
  const asked = { q: search.q, state, stars, sku: search.sku }
  const list = useQuery({
    ...reviewsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/reviews',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  return (
    <>
      <Figures />
      <Filters>
        <SearchText value={search.q} label={t('reviews.search')} onChange={(q) => change({ q })} />
        <ChoiceFilter
          label={t('reviews.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`reviews.state_${value}`) }))}
        />
        <ChoiceFilter
          label={t('reviews.stars')}
          value={stars}
          onChange={(next) => change({ stars: next === undefined ? undefined : String(next) })}
          options={STARS.map((value) => ({
            value,
            label: t('reviews.of_stars', { stars: value }),
          }))}
          width={120}
        />
        {search.sku !== undefined && (
          <Button onClick={() => change({ sku: undefined })}>
            {t('reviews.only_sku', { sku: search.sku })} ×
          </Button>
        )}
        <ExportButton atEnd kind="reviews" params={asked} />
      </Filters>
      <PageTable<Review>
        label={t('reviews.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns({ ...props, hide: setHiding, reply: setReplying })}
        rowKey={({ id }) => id}
        minWidth={1090}
        skeletonLines={2}
        empty={
          Object.values(asked).some((value) => value !== undefined) ? (
            <EmptyState compact title={t('reviews.no_match')} />
          ) : (
            <EmptyState title={t('reviews.empty')}>
              <p>{t('reviews.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {hiding && <HideForm review={hiding} onClose={() => setHiding(undefined)} />}
      {replying && <ReplyForm review={replying} onClose={() => setReplying(undefined)} />}
    </>
  )
}

function useColumns(given: {
  mayWrite: boolean
  hide: (review: Review) => void
  reply: (review: Review) => void
}): TableColumnsType<Review> {
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const changed = useReviewsChanged()
  const show = async (review: Review) => {
    try {
      await showReview(review)
      void message.success(t('reviews.shown_now'))
    } catch (error) {
      void message.error(errorWords(error as Error).title)
    }
    await changed()
  }
  const columns: TableColumnsType<Review> = [
    {
      key: 'review',
      title: t('reviews.review'),
      render: (_, review) => <Said review={review} />,
    },
    {
      key: 'product',
      title: t('reviews.product'),
      width: 190,
      render: (_, { product, sku, order_number }) => (
        <div className={styles.two}>
          <Link to="/reviews" search={{ sku }}>
            {product}
          </Link>
          <Link className={styles.quiet} to="/own-orders" search={{ q: order_number }}>
            {order_number}
          </Link>
        </div>
      ),
    },
    {
      key: 'customer',
      title: t('reviews.customer'),
      width: 220,
      render: (_, row) => <CustomerOf row={row} />,
    },
    {
      key: 'state',
      title: t('reviews.state'),
      width: 130,
      render: (_, { state, hidden_for, is_refunded }) => (
        <div className={styles.two}>
          <span>
            <Chip tone={TONES[state]}>{t(`reviews.state_${state}`)}</Chip>
          </span>
          {hidden_for && <span className={styles.quiet}>{t(`reviews.reason_${hidden_for}`)}</span>}
          {is_refunded && <span className={styles.quiet}>{t('reviews.refunded')}</span>}
        </div>
      ),
    },
    {
      key: 'posted_at',
      title: t('reviews.posted_at'),
      width: 120,
      render: (_, { posted_at }) => <When at={posted_at} />,
    },
  ]
  if (given.mayWrite)
    columns.push({
      key: 'actions',
      title: '',
      width: 170,
      align: 'right',
      render: (_, review) => (
        <>
          <Button type="link" size="small" onClick={() => given.reply(review)}>
            {t('reviews.reply')}
          </Button>
          {review.state !== 'shown' && (
            <Button type="link" size="small" onClick={() => void show(review)}>
              {t('reviews.show')}
            </Button>
          )}
          {review.state !== 'hidden' && (
            <Button type="link" size="small" danger onClick={() => given.hide(review)}>
              {t('reviews.hide')}
            </Button>
          )}
        </>
      ),
    })
  return columns
}

function Said({ review }: { review: Review }) {
  const t = useTexts()
  const { id, stars, words, author, pictures, reply } = review
  return (
    <div className={styles.two}>
      <span>
        <span role="img" className={styles.stars} aria-label={t('reviews.of_stars', { stars })}>
          {'★'.repeat(stars)}
          {'☆'.repeat(5 - stars)}
        </span>{' '}
        <span className={styles.quiet}>{author || t('reviews.anonymous')}</span>
      </span>
      <span className={styles.words}>{words || <Nothing />}</span>
      {pictures.length > 0 && (
        <span className={styles.photos}>
          {pictures.map((photo, i) => (
            <a key={photo} href={photoUrl(id, photo)} target="_blank" rel="noreferrer">
              <img
                src={photoUrl(id, photo)}
                alt={t('reviews.photo', { number: i + 1 })}
                width={56}
                height={56}
                loading="lazy"
              />
            </a>
          ))}
        </span>
      )}
      {reply && (
        <span className={styles.quiet}>
          {t('reviews.replied')} {reply}
        </span>
      )}
    </div>
  )
}
