import { useMutation } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import styles from './AudiencePage.module.css'
import { diffOf, type Line } from './ruleDiff.ts'

const SIGNS = { same: '', added: '+', removed: '−' } as const

export interface Wording {
  version: number
  in_force: boolean
  by_name: string
  at: string
  note: string
  lines: readonly Line[]
}

/** Every wording of something, two of them compared, and any put in force again. */
export function Versions(props: {
  items: readonly Wording[]
  /** What it is called where there is but one wording. */
  title: string
  restoreWords: string
  onRestore: (version: number) => Promise<unknown>
}) {
  const t = useTexts()
  const { items } = props
  return (
    <div className={styles.stack}>
      {items.length > 0 && <Compare items={items} title={props.title} />}
      <Panel title={t('audience_versions.title')}>
        <ul className={styles.versions}>
          {items.map((item) => (
            <Version key={item.version} {...props} item={item} />
          ))}
        </ul>
      </Panel>
    </div>
  )
}

function Version(props: {
  item: Wording
  restoreWords: string
  onRestore: (version: number) => Promise<unknown>
}) {
  const t = useTexts()
  const { item } = props
  const { message, modal } = App.useApp()
  const mayWrite = useMay('audiences:write')
  const restoring = useMutation({
    mutationFn: () => props.onRestore(item.version),
    onSuccess: () =>
      void message.success(t('audience_versions.restored', { version: item.version })),
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
              content: props.restoreWords,
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

function Compare(props: { items: readonly Wording[]; title: string }) {
  const t = useTexts()
  const { items } = props
  const [from, setFrom] = useState(items[1]?.version ?? items[0]?.version)
  const [to, setTo] = useState(items[0]?.version)
  const lines = (version: number | undefined) =>
    items.find((one) => one.version === version)?.lines ?? []
  const diff = diffOf(lines(from), lines(to))
  const options = items.map(({ version }) => ({
    value: version,
    label: t('audience_versions.version', { version }),
  }))
  const isOne = items.length === 1
  const chooser = (label: string, value: number | undefined, choose: (version: number) => void) => (
    <Select size="small" aria-label={label} value={value} options={options} onChange={choose} />
  )
  return (
    <Panel
      title={isOne ? props.title : t('audience_versions.compare')}
      extra={
        !isOne && (
          <span className={styles.compare}>
            {chooser(t('audience_versions.from'), from, setFrom)}→
            {chooser(t('audience_versions.to'), to, setTo)}
          </span>
        )
      }
    >
      <Lines lines={diff} />
      {!isOne && from !== to && diff.every(({ change }) => change === 'same') && (
        <p className={styles.quiet}>{t('audience_versions.same')}</p>
      )}
    </Panel>
  )
}

/** A line each, what came and what went marked. */
export function Lines(props: {
  lines: readonly (Line & { change?: 'same' | 'added' | 'removed' })[]
}) {
  const sign = props.lines.some(({ change }) => change !== undefined) ? 26 : 0
  return (
    <ol className={styles.diff}>
      {props.lines.map(({ depth, words, change = 'same' }, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: read only, and two lines may be the same
          key={place}
          className={styles[change]}
          style={{ paddingLeft: sign + depth * 18 }}
        >
          <span className={styles.sign}>{SIGNS[change]}</span>
          {words}
        </li>
      ))}
    </ol>
  )
}
