import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, type TableColumnsType, Tabs } from 'antd'
import { useState } from 'react'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { When } from '../ui/When.tsx'
import { type SessionCard, sessionCardsQuery } from './api.ts'
import { GivenSessions } from './GivenSessions.tsx'
import { SessionReport } from './SessionReport.tsx'
import { SettingsForm } from './SettingsForm.tsx'

const route = getRouteApi('/app/session-cards')
const PAGE = 50
const STATES = ['active', 'used', 'returned', 'expired'] as const
const stateOf = (text: string | undefined) => STATES.find((one) => one === text)

/** Who holds which session cards, and what the brand owes for them. */
export function SessionCardsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tab: asked } = route.useSearch()
  // What is owed is the whole brand's.
  const seesAll = useSession().scope.kind === 'all'
  const tabs = seesAll ? (['list', 'report'] as const) : (['list'] as const)
  const tab = seesAll && asked === 'report' ? 'report' : 'list'
  const mayWrite = useMay('membership:write')
  const [isSetting, set] = useState(false)
  return (
    <Page
      title={t('session_cards.title')}
      purpose={t('session_cards.purpose')}
      actions={mayWrite && <Button onClick={() => set(true)}>{t('session_cards.settings')}</Button>}
    >
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          void navigate({
            to: '/session-cards',
            search: key === 'list' ? {} : { tab: key },
            replace: true,
          })
        }
        items={tabs.map((key) => ({ key, label: t(`session_cards.tab_${key}`) }))}
      />
      {tab === 'list' ? <CardsHeld /> : <SessionReport />}
      {isSetting && <SettingsForm onClose={() => set(false)} />}
    </Page>
  )
}

function CardsHeld() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const filter = { q: search.q, state: stateOf(search.state) }
  const list = useQuery({
    ...sessionCardsQuery({ ...filter, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/session-cards',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const isFiltered = Boolean(search.q || filter.state)
  return (
    <>
      <Filters>
        <SearchText
          value={search.q}
          label={t('session_cards.search')}
          onChange={(q) => change({ q })}
        />
        <ChoiceFilter
          label={t('session_cards.state')}
          every={t('session_cards.every_state')}
          value={filter.state}
          onChange={(state) => change({ state })}
          options={STATES.map((value) => ({ value, label: t(`session_cards.state_${value}`) }))}
        />
        <ExportButton atEnd kind="session_cards" params={filter} />
      </Filters>
      <PageTable<SessionCard>
        label={t('session_cards.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={(card) => card.id}
        minWidth={1140}
        expandable={{ expandedRowRender: (card) => <GivenSessions card={card} /> }}
        empty={
          isFiltered ? (
            <EmptyState compact title={t('session_cards.no_match')} />
          ) : (
            <EmptyState title={t('session_cards.none')}>
              <p>{t('session_cards.none_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
    </>
  )
}

function useColumns(): TableColumnsType<SessionCard> {
  const t = useTexts()
  return [
    {
      key: 'holder',
      title: t('session_cards.holder'),
      width: 220,
      render: (_, row) => <CustomerOf row={row} />,
    },
    { key: 'card', title: t('session_cards.card'), render: (_, card) => card.name },
    {
      key: 'state',
      title: t('session_cards.state'),
      width: 100,
      render: (_, { state }) => (
        <Chip tone={state === 'active' ? 'good' : 'plain'}>
          {t(`session_cards.state_${state}`)}
        </Chip>
      ),
    },
    {
      key: 'left',
      title: t('session_cards.left'),
      width: 110,
      align: 'right',
      render: (_, { left, sessions }) => t('session_cards.left_of', { left, all: sessions }),
    },
    {
      key: 'paid',
      title: t('session_cards.paid'),
      width: 120,
      align: 'right',
      render: (_, card) => <Money fen={card.price_fen} />,
    },
    {
      key: 'owed',
      title: t('session_cards.owed'),
      width: 120,
      align: 'right',
      render: (_, card) => <Money fen={card.left_fen} />,
    },
    {
      key: 'until',
      title: t('session_cards.until'),
      width: 130,
      render: (_, { valid_until }) =>
        valid_until === null ? t('session_cards.no_end') : <When at={valid_until} />,
    },
    {
      key: 'bought',
      title: t('session_cards.bought'),
      width: 130,
      render: (_, card) => <When at={card.made_at} />,
    },
  ]
}
