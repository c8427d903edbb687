import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { CustomerOf } from '../customers/CustomerName.tsx'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Money } from '../ui/Figures.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type Group, type GroupBuy, groupsQuery, type Seat, seatsQuery } from './groupApi.ts'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/group-buys')
const PAGE = 50
const STATES = ['opening', 'open', 'completed', 'failed', 'merged', 'dissolved'] as const
const TONES = {
  opening: 'plain',
  open: 'info',
  completed: 'good',
  failed: 'warning',
  merged: 'plain',
  dissolved: 'plain',
} as const

/** The groups of a group buy, newest first. */
export function GroupsTable(props: { groupBuy: GroupBuy }) {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const [shown, show] = useState<Group>()
  const state = STATES.find((one) => one === search.state)
  const list = useQuery({
    ...groupsQuery(props.groupBuy.id, { state, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Group> = [
    {
      key: 'state',
      title: t('offers.state'),
      render: (_, group) => (
        <div className={styles.two}>
          <span>
            <Chip tone={TONES[group.state]}>{t(`group_state.${group.state}`)}</Chip>
          </span>
          <span className={styles.quiet}>{group.completed_by && <By group={group} />}</span>
        </div>
      ),
    },
    {
      key: 'people',
      title: t('group_buys.people'),
      width: 200,
      render: (_, { joined, size, held, gone }) => (
        <div className={styles.two}>
          <span>
            {joined} / {size}
          </span>
          <span className={styles.quiet}>
            {held > 0 && t('group_buys.held', { count: held })}{' '}
            {gone > 0 && t('group_buys.gone', { count: gone })}
          </span>
        </div>
      ),
    },
    {
      key: 'opened',
      title: t('group_buys.opened_at'),
      width: 150,
      render: (_, { opened_at }) => (opened_at ? <When at={opened_at} /> : <Nothing />),
    },
    {
      key: 'expires',
      title: t('group_buys.expires_at'),
      width: 150,
      render: (_, { expires_at }) => (expires_at ? <When at={expires_at} /> : <Nothing />),
    },
    {
      key: 'act',
      title: '',
      width: 90,
      align: 'right',
      render: (_, group) => (
        <Button type="link" size="small" onClick={() => show(group)}>
          {t('group_buys.who_is_in')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <Select
        style={{ width: 150, marginBottom: 12 }}
        allowClear
        aria-label={t('offers.state')}
        placeholder={t('offers.state')}
        value={state}
        onChange={(next) =>
          void navigate({
            to: '/group-buys',
            search: (before) => ({ ...before, state: next, cursor: undefined }),
            replace: true,
          })
        }
        options={STATES.map((value) => ({ value, label: t(`group_state.${value}`) }))}
      />
      <PageTable<Group>
        label={t('group_buys.groups')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={760}
        skeletonLines={2}
        empty={<EmptyState compact title={t('group_buys.no_groups')} />}
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {shown && (
        <Drawer open size={640} title={t('group_buys.who_is_in')} onClose={() => show(undefined)}>
          <Seats group={shown.id} />
        </Drawer>
      )}
    </>
  )
}

const WAYS = ['members', 'merge', 'platform'] as const
function By(props: { group: Group }) {
  const t = useTexts()
  const { completed_by, size, joined, gone } = props.group
  const way = WAYS.find((one) => one === completed_by)
  return way ? t(`group_by.${way}`, { count: size - joined - gone }) : completed_by
}

function Seats(props: { group: string }) {
  const t = useTexts()
  const seats = useQuery(seatsQuery(props.group))
  const columns: TableColumnsType<Seat> = [
    {
      key: 'order',
      title: t('group_buys.order'),
      render: (_, seat) => (
        <div className={styles.two}>
          <Link to="/own-orders" search={{ q: seat.number }}>
            {seat.number}
          </Link>
          <span className={styles.quiet}>
            {seat.sku} × {seat.quantity}
          </span>
        </div>
      ),
    },
    {
      key: 'customer',
      title: t('group_buys.customer'),
      render: (_, row) => (
        <>
          <CustomerOf row={row} />{' '}
          {row.is_leader && <Chip tone="info">{t('group_buys.leader')}</Chip>}
        </>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      render: (_, seat) => (
        <div className={styles.two}>
          <span>{t(`seat_state.${seat.state}`)}</span>
          <span className={styles.quiet}>
            <When at={seat.refunded_at ?? seat.joined_at ?? seat.held_at} />
          </span>
        </div>
      ),
    },
    {
      key: 'total',
      title: t('group_buys.paid'),
      align: 'right',
      render: (_, { total_fen }) => <Money fen={total_fen} />,
    },
  ]
  return (
    <PageTable<Seat>
      label={t('group_buys.who_is_in')}
      list={{ ...seats, data: seats.data?.items }}
      columns={columns}
      rowKey={({ order_id }) => order_id}
      minWidth={560}
      skeletonLines={2}
      empty={<EmptyState compact title={t('group_state.dissolved')} />}
    />
  )
}
