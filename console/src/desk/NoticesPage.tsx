import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { countsQuery, noticesQuery, readAllNotices, readNotices } from './api.ts'
import { NoticeLine } from './NoticeLine.tsx'
import { ToDecide } from './ToDecide.tsx'

const route = getRouteApi('/app/notices')
const PAGE = 50

/** What waits for the reader, and what they were told. */
export function NoticesPage() {
  const t = useTexts()
  const { show, cursor } = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const counts = useQuery(countsQuery)
  const list = useQuery({
    ...noticesQuery({ limit: PAGE, cursor, unread: show === 'unread' ? 'true' : 'false' }),
    placeholderData: keepPreviousData,
  })
  const items = list.data?.items
  const readAll = useMutation({
    mutationFn: () => readAllNotices(cursor ? undefined : items?.[0]?.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['notices'] }),
  })
  const selection = useSelection()
  const readMany = useMutation({
    mutationFn: readNotices,
    onSuccess: async () => {
      selection.clear()
      await queryClient.invalidateQueries({ queryKey: ['notices'] })
    },
  })
  return (
    <Page
      title={t('notices.title')}
      purpose={t('notices.purpose')}
      actions={
        <Button
          disabled={!counts.data?.unread}
          loading={readAll.isPending}
          onClick={() => readAll.mutate()}
        >
          {t('notices.read_all')}
        </Button>
      }
    >
      <ToDecide />
      <Filters>
        <Segmented
          aria-label={t('notices.filter')}
          value={show === 'unread' ? 'unread' : 'all'}
          onChange={(next) =>
            void navigate({ to: '/notices', search: next === 'unread' ? { show: 'unread' } : {} })
          }
          options={[
            { value: 'all', label: t('notices.all') },
            { value: 'unread', label: t('notices.unread') },
          ]}
        />
      </Filters>
      <Panel flush>
        {list.error && !items && (
          <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
        )}
        {!items && !list.error && <SkeletonLines lines={8} />}
        {items?.length === 0 && (
          <EmptyState title={show === 'unread' ? t('notices.none_unread') : t('notices.empty')}>
            <p>{t('notices.empty_words')}</p>
          </EmptyState>
        )}
        {items?.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} selection={selection} />
        ))}
        <Pager cursor={cursor} next={list.data?.next_cursor} />
      </Panel>
      <BatchBar selection={selection}>
        <Button
          type="primary"
          loading={readMany.isPending}
          onClick={() => readMany.mutate(selection.keys)}
        >
          {t('notices.read_chosen')}
        </Button>
      </BatchBar>
    </Page>
  )
}
