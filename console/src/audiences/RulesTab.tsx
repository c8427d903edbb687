import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import styles from './AudiencePage.module.css'
import { AUDIENCES, type Audience, type RuleVersion, restoreRule, rulesQuery } from './api.ts'
import { diffOf, linesOf } from './ruleDiff.ts'
import { useVocabulary } from './vocabulary.ts'

const SIGNS = { same: '', added: '+', removed: '−' } as const

/** Every wording of the rule, two of them compared, and any put in force again. */
export function RulesTab(props: { audience: Audience }) {
  const t = useTexts()
  const { audience } = props
  const versions = useQuery(rulesQuery(audience.id))
  const items = versions.data?.items
  if (!items)
    return (
      <Panel>
        {versions.error ? (
          <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />
        ) : (
          <SkeletonLines lines={8} />
        )}
      </Panel>
    )
  return (
    <div className={styles.stack}>
      {items.length > 0 && <Compare items={items} />}
      <Panel title={t('audience_versions.title')}>
        <ul className={styles.versions}>
          {items.map((item) => (
            <Version key={item.version} audience={audience} item={item} />
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function Version(props: { audience: Audience; item: RuleVersion }) {
  const t = useTexts()
  const { audience, item } = props
  const { message, modal } = App.useApp()
  const queryClient = useQueryClient()
  const mayWrite = useMay('audiences:write')
  const restoring = useMutation({
    mutationFn: () => restoreRule(audience.id, item.version, audience.revision),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: AUDIENCES })
      void message.success(t('audience_versions.restored', { version: item.version }))
    },
  })
  return (
    <li className={styles.version}>
      <span className={styles.versionHead}>
        <strong>{t('audience_versions.version', { version: item.version })}</strong>
        {item.in_force && <Chip tone="good">{t('audience_versions.in_force')}</Chip>}
        <span className={styles.quiet}>
          {item.by_name} · <When at={item.at} />
        </span>
        {item.note && <span>{item.note}</span>}
      </span>
      {!item.in_force && mayWrite && (
        <Button
          size="small"
          loading={restoring.isPending}
          onClick={() =>
            modal.confirm({
              title: t('audience_versions.restore_title', { version: item.version }),
              content: t('audience_page.change_words'),
              okText: t('audience_versions.restore'),
              cancelText: t('action.cancel'),
              onOk: () => restoring.mutate(),
            })
          }
        >
          {t('audience_versions.restore')}
        </Button>
      )}
      {restoring.error && <ErrorNote error={restoring.error} />}
    </li>
  )
}

function Compare(props: { items: readonly RuleVersion[] }) {
  const t = useTexts()
  const { items } = props
  const { sayer } = useVocabulary()
  const [from, setFrom] = useState(items[1]?.version ?? items[0]?.version)
  const [to, setTo] = useState(items[0]?.version)
  const whole = {
    t: sayer.t,
    labels: sayer.labels,
    language: sayer.language,
    currency: sayer.currency,
  }
  const lines = (version: number | undefined) => {
    const item = items.find((one) => one.version === version)
    return item ? linesOf(item.rule, whole) : []
  }
  const options = items.map(({ version }) => ({
    value: version,
    label: t('audience_versions.version', { version }),
  }))
  const isOne = items.length === 1
  return (
    <Panel
      title={t(isOne ? 'audience_page.sentence' : 'audience_versions.compare')}
      extra={
        !isOne && (
          <span className={styles.compare}>
            <Select
              size="small"
              aria-label={t('audience_versions.from')}
              value={from}
              options={options}
              onChange={setFrom}
            />
            →
            <Select
              size="small"
              aria-label={t('audience_versions.to')}
              value={to}
              options={options}
              onChange={setTo}
            />
          </span>
        )
      }
    >
      <ol className={styles.diff}>
        {diffOf(lines(from), lines(to)).map((line, place) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: read only, and two lines may be the same
            key={place}
            className={styles[line.change]}
            style={{ paddingLeft: 26 + line.depth * 18 }}
          >
            <span className={styles.sign}>{SIGNS[line.change]}</span>
            {line.words}
          </li>
        ))}
      </ol>
      {!isOne &&
        from !== to &&
        diffOf(lines(from), lines(to)).every(({ change }) => change === 'same') && (
          <p className={styles.quiet}>{t('audience_versions.same')}</p>
        )}
    </Panel>
  )
}
