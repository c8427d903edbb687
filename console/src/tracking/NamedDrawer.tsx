import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { TrendChart } from '../ui/Chart.tsx'
import { Chip } from '../ui/Chip.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { TRACKING } from './api.ts'
import { useMatchWords } from './matchWords.ts'
import { NameForm } from './NameForm.tsx'
import { archiveNamed, type NamedDetail, namedCountsQuery, namedDetailQuery } from './namingApi.ts'
import styles from './tracking.module.css'

/** One named event: its days, before it was named too, and what it has stood for. */
export function NamedDrawer(props: { id: string | undefined; onClose: () => void }) {
  const { id, onClose } = props
  const t = useTexts()
  const mayManage = useMay('events:manage')
  const { modal, message } = App.useApp()
  const errorWords = useErrorWords()
  const queryClient = useQueryClient()
  const [isChanging, setIsChanging] = useState(false)
  const loaded = useQuery({ ...namedDetailQuery(id ?? ''), enabled: id !== undefined })
  const named = id === undefined ? undefined : loaded.data
  const archiving = useMutation({
    mutationFn: archiveNamed,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      onClose()
    },
    onError: (error) => void message.error(errorWords(error).title),
  })
  const ask = (one: NamedDetail) =>
    modal.confirm({
      title: t('naming.archive_title', { name: one.label }),
      content: t('naming.archive_words'),
      okText: t('naming.archive'),
      okButtonProps: { danger: true },
      cancelText: t('action.cancel'),
      onOk: () => archiving.mutateAsync(one.id),
    })
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={640}
      title={named?.label ?? t('naming.names')}
      extra={
        named &&
        mayManage && (
          <span className={styles.buttons}>
            <Button danger onClick={() => ask(named)}>
              {t('naming.archive')}
            </Button>
            <Button type="primary" onClick={() => setIsChanging(true)}>
              {t('naming.change')}
            </Button>
          </span>
        )
      }
    >
      {loaded.error && !named && <ErrorPanel error={loaded.error} />}
      {!loaded.error && !named && id !== undefined && <SkeletonLines lines={10} />}
      {named && (
        <div className={styles.stack}>
          <Days id={named.id} />
          <Versions named={named} />
          <NameForm
            open={isChanging}
            match={named.match}
            named={named}
            onClose={() => setIsChanging(false)}
          />
        </div>
      )}
    </Drawer>
  )
}

function Days(props: { id: string }) {
  const t = useTexts()
  const counts = useQuery(namedCountsQuery(props.id))
  if (counts.error) return <ErrorPanel error={counts.error} onRetry={() => counts.refetch()} />
  if (!counts.data) return <SkeletonLines lines={6} />
  return (
    <TrendChart
      title={t('tracking.trend')}
      definition={t('naming.trend_words')}
      axis={t('tracking.day')}
      labels={counts.data.map(({ day }) => day.slice(5))}
      series={[
        { key: 'events', name: t('quality.events'), values: counts.data.map(({ n }) => n) },
        {
          key: 'customers',
          name: t('naming.customers'),
          values: counts.data.map(({ customers }) => customers),
        },
      ]}
      unfinished
    />
  )
}

function Versions(props: { named: NamedDetail }) {
  const t = useTexts()
  const matchWords = useMatchWords()
  return (
    <section>
      <h3>{t('naming.versions')}</h3>
      <ul className={styles.list}>
        {props.named.versions.map((version) => (
          <li key={version.version} className={styles.named}>
            <span className={styles.facts}>
              <Chip tone={version.is_superseded ? 'plain' : 'good'}>
                {t('naming.version_number', { version: version.version })}
              </Chip>
              <span>
                {version.valid_from ? (
                  <>
                    {t('naming.holds_from')} <When at={version.valid_from} />
                  </>
                ) : (
                  t('naming.from_beginning')
                )}
              </span>
              {version.valid_to && (
                <span>
                  {t('naming.holds_to')} <When at={version.valid_to} />
                </span>
              )}
              {version.is_superseded && <span>{t('naming.superseded')}</span>}
            </span>
            <span className={styles.words}>{matchWords(version.match)}</span>
            <span className={styles.quiet}>
              {version.created_by} · <When at={version.created_at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
