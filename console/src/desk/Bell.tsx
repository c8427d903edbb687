import { BellOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { countsQuery, noticesQuery, readAllNotices } from './api.ts'
import styles from './Bell.module.css'
import { NoticeLine } from './NoticeLine.tsx'

const SHOWN = 8

/** In the header: how much waits for the reader, and the newest of it. */
export function Bell() {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const counts = useQuery(countsQuery)
  const waiting = (counts.data?.unread ?? 0) + (counts.data?.to_decide ?? 0)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={setOpen}
      title={t('notices.title')}
      content={open && <Newest onChosen={() => setOpen(false)} />}
    >
      <Button
        type="text"
        className={styles.bell}
        icon={<BellOutlined />}
        aria-label={waiting > 0 ? t('notices.bell', { count: waiting }) : t('notices.title')}
        aria-expanded={open}
      >
        {waiting > 0 && <span className={styles.waiting}>{waiting > 99 ? '99+' : waiting}</span>}
      </Button>
    </Popover>
  )
}

function Newest(props: { onChosen: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const counts = useQuery(countsQuery)
  const list = useQuery(noticesQuery({ limit: SHOWN }))
  const items = list.data?.items
  const readAll = useMutation({
    mutationFn: () => readAllNotices(items?.[0]?.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['notices'] }),
  })
  const toDecide = counts.data?.to_decide ?? 0
  return (
    <>
      <div className={styles.list}>
        {toDecide > 0 && (
          <div className={styles.todo}>
            <Link to="/approvals" onClick={props.onChosen}>
              {t('notices.to_decide', { count: toDecide })}
            </Link>
          </div>
        )}
        {!items && <SkeletonLines lines={4} />}
        {items?.length === 0 && <EmptyState compact title={t('notices.empty')} />}
        {items?.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} onChosen={props.onChosen} />
        ))}
      </div>
      <div className={styles.foot}>
        <ButtonLink
          to="/notices"
          color="default"
          variant="text"
          size="small"
          onClick={props.onChosen}
        >
          {t('notices.all')}
        </ButtonLink>
        <Button
          type="text"
          size="small"
          disabled={!counts.data?.unread}
          loading={readAll.isPending}
          onClick={() => readAll.mutate()}
        >
          {t('notices.read_all')}
        </Button>
      </div>
    </>
  )
}
