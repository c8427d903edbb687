import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type Staff, staffListQuery } from './api.ts'
import styles from './OrgPage.module.css'
import { StaffBatch } from './StaffBatch.tsx'
import { usePlaceName } from './words.ts'

const route = getRouteApi('/app/org')
const PAGE = 50

export function StaffList(props: { mayManage: boolean; start: ReactNode }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { region, q, state, cursor } = route.useSearch()
  const list = useQuery({
    ...staffListQuery({
      region_id: region,
      q,
      state: state === 'left' || state === 'active' ? state : undefined,
      cursor,
      limit: PAGE,
    }),
    placeholderData: keepPreviousData,
  })
  const columns = useColumns()
  const selection = useSelection()
  return (
    <>
      <PageTable<Staff>
        label={t('org.staff')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(staff) => staff.id}
        rowClassName={(staff) => (staff.state === 'left' ? (styles.closed ?? '') : '')}
        onOpen={(staff) =>
          void navigate({ to: '/org', search: (search) => ({ ...search, staff: staff.id }) })
        }
        minWidth={700}
        selection={props.mayManage ? { ...selection, nameOf: (staff) => staff.name } : undefined}
        skeletonLines={2}
        empty={
          q || region || state ? (
            <EmptyState compact title={t('org.no_match')} />
          ) : (
            <EmptyState title={t('org.no_staff')} action={props.start}>
              <p>{t('org.no_staff_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <StaffBatch selection={selection} rows={list.data?.items} />
    </>
  )
}

function useColumns(): TableColumnsType<Staff> {
  const t = useTexts()
  const placeName = usePlaceName()
  return [
    {
      key: 'name',
      title: t('org.staff_name'),
      render: (_, staff) => (
        <div className={styles.two}>
          <Link to="/org" search={(search) => ({ ...search, staff: staff.id })}>
            <strong>{staff.name}</strong>
          </Link>
          <span className={styles.quiet}>{staff.code}</span>
        </div>
      ),
    },
    {
      key: 'post',
      title: t('org.post'),
      width: 150,
      render: (_, { post }) =>
        post ? (
          <div className={styles.two}>
            <span>{placeName(post)}</span>
            <span className={styles.quiet}>{post.title}</span>
          </div>
        ) : (
          <Nothing />
        ),
    },
    {
      key: 'since',
      title: t('org.since'),
      width: 112,
      render: (_, { post }) => <When at={post?.from} />,
    },
    {
      key: 'wecom',
      title: t('org.wecom'),
      width: 110,
      render: (_, staff) => staff.wecom_user_id ?? <Nothing />,
    },
    {
      key: 'state',
      title: t('org.state'),
      width: 80,
      render: (_, staff) => (
        <Chip tone={staff.state === 'active' ? 'good' : 'plain'}>
          {t(`org.state_${staff.state}`)}
        </Chip>
      ),
    },
  ]
}
