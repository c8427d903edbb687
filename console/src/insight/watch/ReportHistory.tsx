import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { When } from '../../ui/When.tsx'
import { type Report, type ReportRun, runsQuery } from './api.ts'

/** What came of each time, and whom it reached. */
export function ReportHistory(props: { report: Report; onClose: () => void }) {
  const t = useTexts()
  const { report } = props
  const runs = useQuery({ ...runsQuery(report.id), retry: false })
  return (
    <Modal
      open
      width={760}
      title={`${report.name} · ${t('watch.history')}`}
      footer={null}
      onCancel={props.onClose}
    >
      <p style={{ color: 'var(--ant-color-text-secondary)' }}>{t('watch.history_words')}</p>
      <PageTable<ReportRun>
        label={t('watch.history')}
        minWidth={640}
        rowKey={({ id }) => id}
        list={{ ...runs, data: runs.data?.items }}
        empty={<EmptyState title={t('watch.no_history')}>{t('watch.history_words')}</EmptyState>}
        columns={[
          {
            title: t('watch.day'),
            width: 150,
            render: (_, { day, kind }) => (kind === 'now' ? `${day} · ${t('watch.by_hand')}` : day),
          },
          { title: t('watch.result'), width: 200, render: (_, run) => <Outcome run={run} /> },
          { title: t('watch.reached'), render: (_, run) => <Reached run={run} /> },
        ]}
      />
    </Modal>
  )
}

function Outcome(props: { run: ReportRun }) {
  const t = useTexts()
  const known = useKnownText()
  const { state, made_at, next_at, problem } = props.run
  if (state === 'made') return <When at={made_at} />
  return (
    <>
      <Chip tone={state === 'making' ? 'plain' : 'bad'}>{t(`watch_run.${state}`)}</Chip>{' '}
      {state === 'missed' && t('watch_run.missed_words')}
      {problem && (known(`error.${problem}`) ?? problem)}
      {next_at && (
        <div>
          {t('watch.next_try', { at: '' })}
          <When at={next_at} />
        </div>
      )}
    </>
  )
}

function Reached(props: { run: ReportRun }) {
  const t = useTexts()
  const known = useKnownText()
  const { robots, mails } = props.run
  const all = [
    ...robots.map(({ name, state, answer }) => ({
      ...{ name, state, why: state === 'sent' ? null : answer },
    })),
    ...mails.map(({ address, state, problem, answer }) => ({
      ...{ name: address, state },
      why:
        problem && `${known(`mail_problem.${problem}`) ?? problem}${answer ? ` (${answer})` : ''}`,
    })),
  ]
  if (all.length === 0) return '—'
  return all.map(({ name, state, why }) => (
    <div key={name} style={{ overflowWrap: 'anywhere' }}>
      {name}{' '}
      <Chip tone={state === 'given_up' ? 'bad' : 'plain'}>{t(`watch_delivery.${state}`)}</Chip>
      {why && <div style={{ color: 'var(--ant-color-text-secondary)' }}>{why}</div>}
    </div>
  ))
}
