import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Popconfirm } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import {
  type Block,
  loadVersion,
  type PageVersion,
  type ShopPage,
  usePagesChanged,
  versionsQuery,
  withdrawVersion,
} from './api.ts'
import styles from './Decoration.module.css'

/** What was published, when it is shown, and how to have it back. */
export function History(props: {
  page: ShopPage
  mayWrite: boolean
  onTaken: (blocks: Block[]) => void
  onClose: () => void
}) {
  const { page } = props
  const t = useTexts()
  const { message } = App.useApp()
  const words = useErrorWords()
  const changed = usePagesChanged()
  const list = useQuery(versionsQuery(page.id))
  const withdrawing = useMutation({
    mutationFn: (version: number) => withdrawVersion(page.id, version),
    onSuccess: () => void message.success(t('decoration.withdrawn_done')),
    onError: (error) => void message.error(words(error).title),
    onSettled: changed,
  })
  const taking = useMutation({
    mutationFn: (version: number) => loadVersion(page.id, version),
    onSuccess: ({ blocks }) => {
      props.onTaken(blocks)
      props.onClose()
    },
    onError: (error) => void message.error(words(error).title),
  })
  const items = list.data?.items
  return (
    <Drawer open size={460} title={t('decoration.history')} onClose={props.onClose}>
      {list.error ? (
        <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
      ) : !items ? (
        <SkeletonLines lines={6} />
      ) : items.length === 0 ? (
        <EmptyState compact title={t('decoration.no_versions')} />
      ) : (
        <ul className={styles.versions}>
          {items.map((one) => (
            <li key={one.version}>
              <div className={styles.states}>
                <strong>{t('decoration.version', { version: one.version })}</strong>
                <State version={one} page={page} />
                {one.note && <span>{one.note}</span>}
              </div>
              <small className={styles.quiet}>
                <When at={one.starts_at} /> {t('decoration.to')}{' '}
                {one.ends_at ? <When at={one.ends_at} /> : t('decoration.for_good')} ·{' '}
                {one.published_by}
              </small>
              {props.mayWrite && (
                <div>
                  <Button
                    size="small"
                    type="link"
                    loading={taking.isPending && taking.variables === one.version}
                    onClick={() => taking.mutate(one.version)}
                  >
                    {t('decoration.take_back')}
                  </Button>
                  {one.withdrawn_at === null && !isOver(one) && (
                    <Popconfirm
                      title={t('decoration.withdraw_sure')}
                      onConfirm={() => withdrawing.mutate(one.version)}
                    >
                      <Button size="small" type="link" danger>
                        {t('decoration.withdraw')}
                      </Button>
                    </Popconfirm>
                  )}
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </Drawer>
  )
}

const isOver = ({ ends_at }: PageVersion) => ends_at !== null && Date.parse(ends_at) <= Date.now()

function State({ version, page }: { version: PageVersion; page: ShopPage }) {
  const t = useTexts()
  if (version.withdrawn_at) return <Chip>{t('decoration.is_withdrawn')}</Chip>
  if (page.showing?.version === version.version)
    return <Chip tone="good">{t('decoration.is_shown')}</Chip>
  if (isOver(version)) return <Chip>{t('decoration.is_over')}</Chip>
  if (Date.parse(version.starts_at) > Date.now())
    return <Chip tone="info">{t('decoration.is_planned')}</Chip>
  return <Chip>{t('decoration.is_behind')}</Chip>
}
