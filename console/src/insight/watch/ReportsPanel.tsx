import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Modal, Segmented, Select, Switch } from 'antd'
import { useState } from 'react'
import { useLanguage, useTexts } from '../../i18n/texts.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { catalogueQuery } from '../board/api.ts'
import {
  previewReport,
  type Report,
  type ReportInput,
  removeReport,
  reportsQuery,
  saveReport,
} from './api.ts'
import { RemoveButton, RobotsField, useRobotNames } from './rows.tsx'
import { savedChoicesQuery } from './saved.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

export function ReportsPanel() {
  const t = useTexts()
  const [edited, setEdited] = useState<Report | 'new'>()
  const [shown, setShown] = useState<Report>()
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
        minWidth={760}
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
            render: (_, { weekdays, hour }) =>
              t('watch.comes_at', {
                days:
                  weekdays.length === 7
                    ? t('watch.every_day')
                    : weekdays.map((day) => t(`watch_weekday.${day as 1}`)).join(' '),
                hour,
              }),
          },
          { title: t('watch.last'), render: (_, { last }) => last?.day ?? '—' },
          { title: t('watch.robots'), render: (_, report) => robotNames(report.robots) || '—' },
          {
            title: '',
            width: 120,
            render: (_, report) => (
              <>
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
      {shown && <Preview report={shown} onClose={() => setShown(undefined)} />}
    </Panel>
  )
}

/** The message as it would be sent now. */
function Preview(props: { report: Report; onClose: () => void }) {
  const t = useTexts()
  const { report } = props
  const preview = useQuery({
    queryKey: ['insight', 'reports', report.id, 'preview'],
    queryFn: () => previewReport(report.id),
    retry: false,
  })
  return (
    <Modal open title={preview.data?.title ?? report.name} footer={null} onCancel={props.onClose}>
      {preview.error ? (
        <ErrorNote error={preview.error} />
      ) : preview.data ? (
        preview.data.lines.map((line) => <p key={line}>{line.replaceAll('**', '')}</p>)
      ) : (
        <SkeletonLines lines={6} />
      )}
      <p style={{ color: 'var(--ant-color-text-secondary)' }}>{t('watch.preview_words')}</p>
    </Modal>
  )
}

interface Fields {
  name: string
  kind: ReportInput['kind']
  saved_id?: string | null
  metrics: string[]
  hour: number
  weekdays: number[]
  robots: string[]
  is_on: boolean
}

function ReportForm(props: { report?: Report; onClose: () => void }) {
  const t = useTexts()
  const language = useLanguage()
  const queryClient = useQueryClient()
  const { report } = props
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? report?.kind ?? 'daily'
  const catalogue = useQuery(catalogueQuery)
  const choices = useQuery({ ...savedChoicesQuery(kind), enabled: kind !== 'daily' })
  const saving = useMutation({
    mutationFn: (given: Fields) =>
      saveReport(report?.id, {
        ...given,
        saved_id: given.kind === 'daily' ? null : (given.saved_id ?? null),
        metrics: given.kind === 'daily' ? (given.metrics ?? []) : [],
      }),
  })
  return (
    <FormDialog<Fields>
      form={form}
      title={t(report ? 'watch.edit_report' : 'watch.add_report')}
      okText={t('watch.save')}
      initial={{
        ...{ name: t('watch.daily_name'), kind: 'daily', metrics: [], hour: 8 },
        ...{ weekdays: [...WEEKDAYS], robots: [], is_on: true },
        ...report,
      }}
      save={saving.mutateAsync}
      onSaved={async () => {
        await queryClient.invalidateQueries(reportsQuery)
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label={t('watch.kind')}>
        <Segmented
          options={(['daily', 'board', 'question'] as const).map((value) => ({
            value,
            label: t(`watch_report.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="name" label={t('watch.name')} rules={[{ required: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      {kind === 'daily' ? (
        <Form.Item name="metrics" label={t('watch.figures')} extra={t('watch.figures_words')}>
          <Select
            mode="multiple"
            maxCount={5}
            options={(catalogue.data?.items ?? []).map(({ code, name }) => ({
              value: code,
              label: name[language],
            }))}
          />
        </Form.Item>
      ) : (
        <Form.Item name="saved_id" label={t(`watch_report.${kind}`)} rules={[{ required: true }]}>
          <Select loading={choices.isPending} options={choices.data ?? []} />
        </Form.Item>
      )}
      <Form.Item name="hour" label={t('watch.hour')}>
        <InputNumber min={0} max={23} precision={0} suffix=":00" />
      </Form.Item>
      <Form.Item name="weekdays" label={t('watch.weekdays')} rules={[{ required: true }]}>
        <Select
          mode="multiple"
          options={WEEKDAYS.map((value) => ({ value, label: t(`watch_weekday.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="robots" label={t('watch.robots')}>
        <RobotsField />
      </Form.Item>
      <Form.Item name="is_on" label={t('watch.is_on')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  )
}
