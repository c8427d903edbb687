import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { App, Button, Popconfirm, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Offer, offersQuery, setOffer, usePromotionChanged } from './api.ts'
import { OfferBatch } from './OfferBatch.tsx'
import { OfferEditor } from './OfferEditor.tsx'
import { OfferFigures } from './OfferFigures.tsx'
import { OfferGroups } from './OfferGroups.tsx'
import { KIND_CODES, kindOf } from './offerTerms.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'
import { PAGE, PromotionList, promotionState, TONES, useMayPromote } from './PromotionList.tsx'
import { PromotionSettings } from './PromotionSettings.tsx'

const route = getRouteApi('/app/offers')
const STATES = ['draft', 'live', 'paused', 'ended'] as const

/** Offers of the brand: what they are, whether they count, what was used of them. */
export function OffersPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const mayWrite = useMayPromote()
  const [edited, edit] = useState<Offer>()
  const [copied, copy] = useState<Offer>()
  const [shown, show] = useState<Offer>()
  const [opened, open] = useState<'groups' | 'settings'>()
  const source = (['offer', 'coupon'] as const).find((one) => one === search.source)
  const asked = {
    ...{ q: search.q, state: promotionState(search.state), kind: kindOf(search.kind), source },
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
  return (
    <PromotionList
      words={{
        title: t('offers.title'),
        purpose: t('offers.purpose'),
        make: t('offers.new'),
        search: t('offers.search'),
        noMatch: t('offers.no_match'),
        empty: t('offers.empty'),
        emptyWords: t('offers.empty_words'),
      }}
      exports="offers"
      asked={asked}
      cursor={search.cursor}
      states={STATES.map((value) => ({ value, label: t(`offer_state.${value}`) }))}
      change={change}
      filters={
        <>
          <ChoiceFilter
            label={t('offers.kind')}
            value={asked.kind}
            onChange={(kind) => change({ kind })}
            options={KIND_CODES.map((value) => ({ value, label: t(`offer_kind.${value}`) }))}
          />
          <ChoiceFilter
            label={t('offers.source')}
            value={source}
            onChange={(value) => change({ source: value })}
            options={(['offer', 'coupon'] as const).map((value) => ({
              value,
              label: t(`offer_source.${value}`),
            }))}
          />
        </>
      }
      list={list}
      actions={
        mayWrite && (
          <>
            <Button onClick={() => open('groups')}>{t('offer_groups.title')}</Button>
            <Button onClick={() => open('settings')}>{t('promotion_settings.title')}</Button>
          </>
        )
      }
      nameOf={({ name }) => name}
      batch={(selection) => <OfferBatch selection={selection} rows={list.data?.items} />}
      columns={useColumns(mayWrite ? edit : undefined, copy, show)}
      minWidth={1090}
      form={(close) => <OfferEditor offer={undefined} onClose={close} />}
    >
      {edited && <OfferEditor offer={edited} onClose={() => edit(undefined)} />}
      {copied && <OfferEditor from={copied} onClose={() => copy(undefined)} />}
      {shown && <OfferFigures offer={shown} onClose={() => show(undefined)} />}
      {opened === 'groups' && <OfferGroups onClose={() => open(undefined)} />}
      {opened === 'settings' && <PromotionSettings onClose={() => open(undefined)} />}
    </PromotionList>
  )
}

function useColumns(
  onEdit: ((offer: Offer) => void) | undefined,
  onCopy: (offer: Offer) => void,
  onShow: (offer: Offer) => void,
): TableColumnsType<Offer> {
  const t = useTexts()
  const isWhole = useSession().scope.kind === 'all'
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
      key: 'priority',
      title: t('offers.priority'),
      width: 90,
      align: 'right',
      render: (_, { terms }) => <Count value={Number(terms.priority ?? 0)} />,
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
  columns.push({
    key: 'actions',
    title: '',
    width: onEdit ? 290 : 80,
    align: 'right',
    render: (_, offer) => (
      <>
        {isWhole && (
          <Button type="link" size="small" onClick={() => onShow(offer)}>
            {t('offers.figures')}
          </Button>
        )}
        {onEdit && (
          <Button type="link" size="small" onClick={() => onCopy(offer)}>
            {t('activities.copy')}
          </Button>
        )}
        {onEdit && <Actions offer={offer} onEdit={onEdit} />}
      </>
    ),
  })
  return columns
}

const kindText = (t: ReturnType<typeof useTexts>, kind: string) => {
  const word = kindOf(kind)
  return word ? t(`offer_kind.${word}`) : kind
}

function Actions(props: { offer: Offer; onEdit: (offer: Offer) => void }) {
  const t = useTexts()
  const { modal } = App.useApp()
  const changed = usePromotionChanged()
  const { offer } = props
  const set = async (to: 'publish' | 'pause' | 'end') => {
    try {
      await setOffer(offer.id, to)
    } catch (error) {
      void modal.error({ title: t('offers.not_done'), content: <ErrorNote error={error} /> })
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
