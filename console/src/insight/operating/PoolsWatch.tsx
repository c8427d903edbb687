// Conversion of each live pool, and whether whoever sends to it should wait.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { FigureTable } from '../FigureTable.tsx'
import type { FigureColumn, TableRow } from '../figures.ts'
import { poolsWatchQuery, type WatchQuestion } from './api.ts'
import own from './Operating.module.css'

export function PoolsWatch(asked: Pick<WatchQuestion, 'days' | 'by'>) {
  const t = useTexts()
  const found = useQuery(poolsWatchQuery(asked))
  if (found.error && !found.data)
    return (
      <Panel title={t('operating_watch.pools')}>
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </Panel>
    )
  if (!found.data)
    return (
      <Panel title={t('operating_watch.pools')}>
        <SkeletonLines lines={3} />
      </Panel>
    )
  const { pools } = found.data
  if (pools.length === 0) return null
  const columns: FigureColumn[] = [
    { title: t('operating_watch.pool'), kind: 'words' },
    { title: t('operating_watch.verdict'), kind: 'words' },
    { title: t('operating_watch.before'), kind: 'share' },
    { title: t('operating_watch.after'), kind: 'share' },
    { title: t('operating_watch.pressure_before'), kind: 'number' },
    { title: t('operating_watch.pressure_after'), kind: 'number' },
    { title: t('operating_watch.hold'), help: t('operating_watch.hold_help'), kind: 'words' },
  ]
  const rows = pools.map(
    (pool): TableRow => ({
      key: pool.id,
      cells: [
        pool.name,
        t(pool.is_falling ? 'operating_watch.pool_falls' : 'operating_watch.pool_steady', {
          day: pool.split,
        }),
        pool.before,
        pool.after,
        pool.contacts_before,
        pool.contacts_after,
        t(`operating_hold.${pool.why}`),
      ],
    }),
  )
  const falling = pools.filter(({ is_falling }) => is_falling)
  return (
    <>
      <FigureTable title={t('operating_watch.pools')} columns={columns} rows={rows} />
      {falling.length > 0 && (
        <Panel title={t('operating_watch.diagnose')}>
          <ul className={own.reasons}>
            {falling.map(({ id, name, audience_id, hold }) => (
              <li key={id}>
                <Link
                  to="/insight/watch"
                  search={{
                    ask: JSON.stringify({
                      ...asked,
                      who: { kind: 'audience', audience: audience_id, is: 'in' },
                    }),
                  }}
                >
                  {name}
                </Link>{' '}
                {hold && <Chip tone="warning">{t('operating_watch.hold_now')}</Chip>}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  )
}
