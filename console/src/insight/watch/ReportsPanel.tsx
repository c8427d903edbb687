import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { type Report, removeReport, reportsQuery, runReport } from './api.ts'
import { ReportForm } from './ReportForm.tsx'
import { ReportHistory } from './ReportHistory.tsx'
import { ReportPreview } from './ReportPreview.tsx'
import { RemoveButton, useRobotNames } from './rows.tsx'

export function ReportsPanel() {
  const t = useTexts()
  const [edited, setEdited] = useState<Report | 'new'>()
  const [shown, setShown] = useState<Report>()
  const [past, setPast] = useState<Report>()
  const reports = useQuery(reportsQuery)
  const robotNames = useRobotNames()
  return (
    <Panel
      flush
      title={t('watch.reports')}
      extra={
        <Button size="small" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
          {t('watch.add_report')}
        </Button>
      }
    >
      <PageTable<Report>
        label={t('watch.reports')}
        minWidth={980}
        rowKey={({ id }) => id}
        list={{ ...reports, data: reports.data?.items }}
        empty={<EmptyState title={t('watch.no_reports')}>{t('watch.no_reports_words')}</EmptyState>}
        columns={[
          {
            title: t('watch.name'),
            render: (_, report) => (
              <Button type="link" style={{ padding: 0 }} onClick={() => setEdited(report)}>
                {report.name}
              </Button>
            ),
          },
          { title: t('watch.kind'), render: (_, { kind }) => t(`watch_report.${kind}`) },
          {
            title: t('watch.comes'),
            render: (_, { weekdays, monthday, hour }) =>
              t('watch.comes_at', {
                days: monthday
                  ? t('watch.monthly', { day: monthday })
                  : weekdays.length === 7
                    ? t('watch.every_day')
                    : weekdays.map((day) => t(`watch_weekday.${day as 1}`)).join(' '),
                hour,
              }),
          },
          { title: t('watch.last'), render: (_, report) => <LastRun report={report} /> },
          {
            title: t('watch.reached'),
            render: (_, { robots, members, addresses }) => {
              const mails = members.length + addresses.length
              return (
                [robotNames(robots), mails > 0 && t('watch.mails', { count: mails })]
                  .filter(Boolean)
                  .join(t('list.comma')) || '—'
              )
            },
          },
          {
            title: t('watch.scheduled_by'),
            render: (_, { scheduled_by_name }) => scheduled_by_name ?? '—',
          },
          {
            title: '',
            width: 260,
            render: (_, report) => (
              <>
                <RunButton report={report} />
                <Button type="text" size="small" onClick={() => setPast(report)}>
                  {t('watch.history')}
                </Button>
                <Button type="text" size="small" onClick={() => setShown(report)}>
                  {t('watch.preview')}
                </Button>
                <RemoveButton
                  name={report.name}
                  remove={() => removeReport(report.id)}
                  queryKey={reportsQuery.queryKey}
                />
              </>
            ),
          },
        ]}
      />
      {edited && (
        <ReportForm
          {...(edited !== 'new' && { report: edited })}
          onClose={() => setEdited(undefined)}
        />
      )}
      {past && <ReportHistory report={past} onClose={() => setPast(undefined)} />}
      {shown && <ReportPreview report={shown} onClose={() => setShown(undefined)} />}
    </Panel>
  )
}

/** When it last came, or why the newest one did not. */
function LastRun(props: { report: Report }) {
  const t = useTexts()
  const { last, state, is_on } = props.report
  if (!is_on) return t('watch.paused')
  if (state === 'failed' || state === 'missed')
    return <Chip tone="bad">{t(`watch_run.${state}`)}</Chip>
  return last?.day ?? '—'
}

/** Asks first: everybody who gets it gets it now. */
function RunButton(props: { report: Report }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { modal, message } = App.useApp()
  const errorWords = useErrorWords()
  const { id, name } = props.report
  const ask = () =>
    modal.confirm({
      title: t('watch.run'),
      content: t('watch.run_sure', { name }),
      okText: t('watch.run'),
      onOk: async () => {
        try {
          await runReport(id)
          void message.success(t('watch.ran'))
        } catch (error) {
          void message.error(errorWords(error).title)
        }
        await queryClient.invalidateQueries({ queryKey: ['insight', 'reports'] })
      },
    })
  return (
    <Button type="text" size="small" onClick={ask}>
      {t('watch.run')}
    </Button>
  )
}
