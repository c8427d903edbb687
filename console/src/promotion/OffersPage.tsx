import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, Popconfirm, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Offer, type OfferState, offersQuery, setOffer, usePromotionChanged } from './api.ts'
import { KIND_CODES, kindOf, OfferEditor } from './OfferEditor.tsx'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/offers')
const PAGE = 50
const STATES = ['draft', 'live', 'paused', 'ended'] as const
export const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const
const stateOf = (text: string | undefined): OfferState | undefined =>
  STATES.find((state) => state === text)

/** Offers of the brand: what they are, whether they count, what was used of them. */
export function OffersPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const [opened, open] = useState<'new' | Offer>()
  const source = (['offer', 'coupon'] as const).find((one) => one === search.source)
  const asked = {
    ...{ q: search.q, state: stateOf(search.state), kind: kindOf(search.kind), source },
    activity_id: search.activity,
  }
  const list = useQuery({
    ...offersQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/offers',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => open('new')}>
      {t('offers.new')}
    </Button>
  )
  return (
    <Page title={t('offers.title')} purpose={t('offers.purpose')} actions={create}>
      <Filters>
        <SearchText value={search.q} label={t('offers.search')} onChange={(q) => change({ q })} />
        <Select
          style={{ width: 130 }}
          allowClear
          aria-label={t('offers.state')}
          placeholder={t('offers.state')}
          value={asked.state}
          onChange={(state) => change({ state })}
          options={STATES.map((value) => ({ value, label: t(`offer_state.${value}`) }))}
        />
        <Select
          style={{ width: 150 }}
          allowClear
          aria-label={t('offers.kind')}
          placeholder={t('offers.kind')}
          value={asked.kind}
          onChange={(kind) => change({ kind })}
          options={KIND_CODES.map((value) => ({ value, label: t(`offer_kind.${value}`) }))}
        />
        <Select
          style={{ width: 130 }}
          allowClear
          aria-label={t('offers.source')}
          placeholder={t('offers.source')}
          value={source}
          onChange={(value) => change({ source: value })}
          options={(['offer', 'coupon'] as const).map((value) => ({
            value,
            label: t(`offer_source.${value}`),
          }))}
        />
        <ExportButton atEnd kind="offers" params={asked} />
      </Filters>
      <PageTable<Offer>
        label={t('offers.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns(mayWrite ? open : undefined)}
        rowKey={(offer) => offer.id}
        minWidth={900}
        skeletonLines={2}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('offers.no_match')} />
          ) : (
            <EmptyState title={t('offers.empty')} action={create}>
              <p>{t('offers.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {opened && (
        <OfferEditor
          offer={opened === 'new' ? undefined : opened}
          onClose={() => open(undefined)}
        />
      )}
    </Page>
  )
}

function useColumns(onEdit: ((offer: Offer) => void) | undefined): TableColumnsType<Offer> {
  const t = useTexts()
  const columns: TableColumnsType<Offer> = [
    {
      key: 'name',
      title: t('offers.name'),
      render: (_, offer) => (
        <div className={styles.two}>
          <strong>{offer.name}</strong>
          <span className={styles.quiet}>
            {[kindText(t, offer.kind), offer.activity_name].filter(Boolean).join(' · ')}
          </span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 150,
      render: (_, { state, source }) => (
        <>
          <Chip tone={TONES[state]}>{t(`offer_state.${state}`)}</Chip>{' '}
          {source === 'coupon' && <Chip tone="info">{t('offer_source.coupon')}</Chip>}
        </>
      ),
    },
    {
      key: 'time',
      title: t('offers.time'),
      width: 200,
      render: (_, { starts_at, ends_at }) =>
        starts_at || ends_at ? (
          <Period from={starts_at} to={ends_at} />
        ) : (
          <span className={styles.quiet}>{t('offers.always')}</span>
        ),
    },
    {
      key: 'uses',
      title: t('offers.uses'),
      width: 110,
      align: 'right',
      render: (_, { uses, limits }) =>
        limits.all?.uses === undefined ? (
          <Count value={uses} />
        ) : (
          <span>
            <Count value={uses} /> / <Count value={limits.all.uses} />
          </span>
        ),
    },
    {
      key: 'fen',
      title: t('offers.worth'),
      width: 130,
      align: 'right',
      render: (_, { fen }) => (fen === 0 ? <Nothing /> : <Money fen={fen} />),
    },
  ]
  if (onEdit)
    columns.push({
      key: 'actions',
      title: '',
      width: 190,
      align: 'right',
      render: (_, offer) => <Actions offer={offer} onEdit={onEdit} />,
    })
  return columns
}

const kindText = (t: ReturnType<typeof useTexts>, kind: string) => {
  const word = kindOf(kind)
  return word ? t(`offer_kind.${word}`) : kind
}

function Actions(props: { offer: Offer; onEdit: (offer: Offer) => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const changed = usePromotionChanged()
  const { offer } = props
  const set = async (to: 'publish' | 'pause' | 'end') => {
    try {
      await setOffer(offer.id, to)
    } catch (error) {
      void message.error(words(error).title)
    }
    await changed()
  }
  if (offer.state === 'ended') return null
  return (
    <>
      <Button type="link" size="small" onClick={() => props.onEdit(offer)}>
        {t('action.edit')}
      </Button>
      {offer.state === 'live' ? (
        <Button type="link" size="small" onClick={() => void set('pause')}>
          {t('offers.pause')}
        </Button>
      ) : (
        <Button type="link" size="small" onClick={() => void set('publish')}>
          {t('offers.publish')}
        </Button>
      )}
      <Popconfirm
        title={t('offers.end_sure')}
        description={t('offers.end_words')}
        onConfirm={() => set('end')}
      >
        <Button type="link" size="small" danger>
          {t('offers.end')}
        </Button>
      </Popconfirm>
    </>
  )
}
