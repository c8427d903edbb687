import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Checkbox, Segmented, type TableColumnsType, Tabs } from 'antd'
import { CustomerLine } from '../customers/CustomerLine.tsx'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type Ladder, type Listed, type Moved, membersQuery, movesQuery } from './api.ts'
import { Dormancy } from './Dormancy.tsx'
import { Pyramid } from './Pyramid.tsx'
import { ProgressWords, useLevelNames } from './words.tsx'

const route = getRouteApi('/app/members')
const PAGE = 50

/** Who stands where, and who moved. */
export function MembersPage() {
  const t = useTexts()
  const search = route.useSearch()
  const navigate = useNavigate()
  const ladder: Ladder = search.ladder === 'fan' ? 'fan' : 'growth'
  const tab = search.tab === 'moves' || search.tab === 'report' ? search.tab : 'list'
  const { names } = useLevelNames(ladder)
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/members',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  return (
    <Page title={t('members.title')} purpose={t('members.purpose')}>
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key === 'list' ? undefined : key })}
        items={[
          { key: 'list', label: t('members.list') },
          { key: 'moves', label: t('members.moves') },
          { key: 'report', label: t('members.report') },
        ]}
      />
      <Filters>
        <Segmented<Ladder>
          value={ladder}
          options={[
            { value: 'growth', label: t('members.ladder_growth') },
            { value: 'fan', label: t('members.ladder_fan') },
          ]}
          onChange={(value) =>
            change({ ladder: value === 'growth' ? undefined : value, level: undefined })
          }
        />
        {tab !== 'report' && (
          <ChoiceFilter
            label={t('members.level')}
            every={t('members.every_level')}
            value={search.level}
            onChange={(level) => change({ level })}
            options={[...names].map(([value, label]) => ({ value, label }))}
            width={160}
          />
        )}
        {tab === 'list' && (
          <>
            <SearchText
              value={search.q}
              label={t('members.search')}
              onChange={(q) => change({ q })}
            />
            <Checkbox
              checked={search.grace === 'true'}
              onChange={({ target }) => change({ grace: target.checked ? 'true' : undefined })}
            >
              {t('members.only_grace')}
            </Checkbox>
            <ExportButton
              atEnd
              kind="members"
              params={{
                ...{ ladder, level: search.level, q: search.q },
                grace: search.grace === 'true' || undefined,
              }}
            />
          </>
        )}
        {tab === 'moves' && (
          <ExportButton atEnd kind="level_moves" params={{ ladder, to: search.level }} />
        )}
      </Filters>
      {tab === 'list' && <Members ladder={ladder} />}
      {tab === 'moves' && <Moves ladder={ladder} />}
      {tab === 'report' && <Pyramid ladder={ladder} />}
      {tab === 'report' && ladder === 'growth' && <Dormancy />}
    </Page>
  )
}

function Members(props: { ladder: Ladder }) {
  const t = useTexts()
  const { nameOf } = useLevelNames(props.ladder)
  const { q, level, grace, cursor } = route.useSearch()
  const list = useQuery({
    ...membersQuery({
      ...{ ladder: props.ladder, q, level, cursor, limit: PAGE },
      grace: grace === 'true' ? 'true' : undefined,
    }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Listed> = [
    {
      key: 'customer',
      title: t('members.customer'),
      width: 260,
      render: (_, one) => (
        <Link to="/customers/$customerId" params={{ customerId: String(one.customer_id) }}>
          {one.customer ? <CustomerLine customer={one.customer} /> : `#${one.customer_id}`}
        </Link>
      ),
    },
    {
      key: 'level',
      title: t('members.level'),
      width: 150,
      render: (_, one) => (
        <>
          <Chip tone="info">{nameOf(one.level)}</Chip>{' '}
          {one.grace_until && <Chip tone="warning">{t('members.in_grace')}</Chip>}
        </>
      ),
    },
    {
      key: 'since',
      title: t('members.since'),
      width: 120,
      render: (_, one) => <When at={one.since} />,
    },
    {
      key: 'term',
      title: t('members.term'),
      width: 120,
      render: (_, one) => {
        const at = one.grace_until ?? one.term_ends_at
        return at ? <When at={at} /> : <Nothing />
      },
    },
    {
      key: 'spend',
      title: t('members.spend'),
      width: 120,
      align: 'right',
      render: (_, one) => <Money fen={one.spend_fen} />,
    },
    {
      key: 'growth',
      title: t('members.growth'),
      width: 90,
      align: 'right',
      render: (_, one) => <Count value={one.growth} />,
    },
    {
      key: 'progress',
      title: t('members.progress'),
      render: (_, one) => <ProgressWords progress={one.progress} nameOf={nameOf} />,
    },
    {
      key: 'number',
      title: t('members.number'),
      width: 130,
      render: (_, one) => one.number ?? <Nothing />,
    },
  ]
  return (
    <PageTable<Listed>
      label={t('members.list')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(one) => String(one.customer_id)}
      minWidth={1200}
      empty={
        q || level || grace ? (
          <EmptyState compact title={t('members.no_match')} />
        ) : (
          <EmptyState
            title={t('members.empty')}
            action={<Link to="/membership">{t('members.to_programme')}</Link>}
          >
            <p>{t('members.empty_words')}</p>
          </EmptyState>
        )
      }
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}

function Moves(props: { ladder: Ladder }) {
  const t = useTexts()
  const known = useKnownText()
  const { nameOf } = useLevelNames(props.ladder)
  const { level, cursor } = route.useSearch()
  const list = useQuery({
    ...movesQuery({ ladder: props.ladder, to: level, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Moved> = [
    { key: 'at', title: t('members.at'), width: 140, render: (_, one) => <When at={one.at} /> },
    {
      key: 'customer',
      title: t('members.customer'),
      render: (_, one) => (
        <Link to="/customers/$customerId" params={{ customerId: String(one.customer_id) }}>
          #{one.customer_id}
        </Link>
      ),
    },
    {
      key: 'move',
      title: t('members.move'),
      render: (_, one) =>
        `${nameOf(one.from_level) ?? t('members.none')} → ${nameOf(one.to_level) ?? t('members.none')}`,
    },
    {
      key: 'reason',
      title: t('members.reason'),
      width: 160,
      render: (_, one) => known(`members.reason_${one.reason}`) ?? one.reason,
    },
    {
      key: 'found',
      title: t('members.found_at'),
      width: 140,
      render: (_, one) => <When at={one.found_at} />,
    },
  ]
  return (
    <PageTable<Moved>
      label={t('members.moves')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={(one) => one.id}
      minWidth={720}
      empty={<EmptyState compact title={t('members.no_moves')} />}
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}
