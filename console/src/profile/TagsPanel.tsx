import { ClockCircleOutlined, CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Popover } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { changeTagsOf, customerTagsQuery, type HeldTag } from './api.ts'
import { TagDialog } from './TagDialog.tsx'
import styles from './Tags.module.css'
import { useSourceName } from './words.ts'

/** A customer's tags by group; each says who put it on, when, why and until when. */
export function TagsPanel(props: { customerId: number }) {
  const t = useTexts()
  const { customerId } = props
  const tags = useQuery(customerTagsQuery(customerId))
  const mayChange = useMay('customers:write')
  const [isAdding, setAdding] = useState(false)
  // Put on by several sources, a tag is one tag with several stories.
  const byTag = [...Map.groupBy(tags.data?.items ?? [], (h) => h.tag)]
  const groups = Map.groupBy(byTag, ([, words]) => words[0]?.group ?? '')
  return (
    <Panel
      title={t('tags.title')}
      extra={
        mayChange && (
          <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('tags.add')}
          </Button>
        )
      }
    >
      {tags.error && !tags.data ? (
        <ErrorPanel error={tags.error} onRetry={() => void tags.refetch()} />
      ) : !tags.data ? (
        <SkeletonLines lines={3} />
      ) : byTag.length === 0 ? (
        <EmptyState compact title={t('tags.empty')} />
      ) : (
        [...groups].map(([group, list]) => (
          <div key={group} className={styles.group}>
            {(group !== '' || groups.size > 1) && (
              <span className={styles.groupName}>{group || t('tags.no_group')}</span>
            )}
            <Chips>
              {list.map(([tag, words]) => (
                <Held
                  key={tag}
                  customerId={customerId}
                  tag={tag}
                  words={words}
                  mayChange={mayChange}
                />
              ))}
            </Chips>
          </div>
        ))
      )}
      {isAdding && <TagDialog customerId={customerId} onClose={() => setAdding(false)} />}
    </Panel>
  )
}

function Held(props: { customerId: number; tag: string; words: HeldTag[]; mayChange: boolean }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { tag, customerId } = props
  const removing = useMutation({
    mutationFn: () => changeTagsOf(customerId, { add: [], remove: [tag], reason: '' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['customer', customerId] }),
  })
  const ends = props.words.every((w) => w.expires_at !== null)
  return (
    <Popover
      trigger="click"
      title={tag}
      content={
        <div className={styles.story}>
          {props.words.map((word) => (
            <Story key={word.source} word={word} />
          ))}
          {removing.error && <ErrorNote error={removing.error} />}
          {props.mayChange && (
            <Button
              size="small"
              danger
              icon={<CloseOutlined />}
              loading={removing.isPending}
              onClick={() => removing.mutate()}
            >
              {t('tags.remove')}
            </Button>
          )}
        </div>
      }
    >
      <button type="button" className={styles.held}>
        <Chip tone="info">
          {tag}
          {ends && <ClockCircleOutlined className={styles.ends} aria-label={t('tags.ends')} />}
        </Chip>
      </button>
    </Popover>
  )
}

function Story(props: { word: HeldTag }) {
  const t = useTexts()
  const sourceName = useSourceName()
  const { word } = props
  return (
    <div className={styles.line}>
      <span>
        {sourceName(word.source)}
        {word.actor_name !== '' && word.source !== 'import' && ` · ${word.actor_name}`}
        {' · '}
        <When at={word.at} />
      </span>
      {word.reason !== '' && <span className={styles.quiet}>{word.reason}</span>}
      {word.expires_at && (
        <span className={styles.quiet}>
          {t('tags.until')} <When at={word.expires_at} />
        </span>
      )}
    </div>
  )
}
