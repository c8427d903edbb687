import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, InputNumber, Segmented, Select, Switch } from 'antd'
import { useLanguage, useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { catalogueQuery } from '../board/api.ts'
import { type Report, type ReportInput, reportsQuery, saveReport } from './api.ts'
import { MembersField } from './MembersField.tsx'
import { RobotsField } from './rows.tsx'
import { savedChoicesQuery } from './saved.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const

interface Fields {
  name: string
  kind: ReportInput['kind']
  saved_id?: string | null
  metrics: string[]
  hour: number
  cadence: 'week' | 'month'
  weekdays: number[]
  monthday: number
  robots: string[]
  members: string[]
  addresses: string[]
  is_on: boolean
}

/** What is told, when, and to whom. */
export function ReportForm(props: { report?: Report; onClose: () => void }) {
  const t = useTexts()
  const language = useLanguage()
  const queryClient = useQueryClient()
  const { report } = props
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? report?.kind ?? 'daily'
  const cadence = Form.useWatch('cadence', form) ?? (report?.monthday ? 'month' : 'week')
  const mayManage = useMay('settings:manage')
  const catalogue = useQuery(catalogueQuery)
  const choices = useQuery({ ...savedChoicesQuery(kind), enabled: kind !== 'daily' })
  const saving = useMutation({
    mutationFn: ({ cadence, monthday, weekdays, addresses, ...given }: Fields) =>
      saveReport(report?.id, {
        ...given,
        weekdays: weekdays ?? report?.weekdays ?? [...WEEKDAYS],
        monthday: cadence === 'month' ? (monthday ?? 1) : null,
        addresses: addresses ?? report?.addresses ?? [],
        saved_id: given.kind === 'daily' ? null : (given.saved_id ?? null),
        metrics: given.kind === 'daily' ? (given.metrics ?? []) : [],
      }),
  })
  return (
    <FormDialog<Fields>
      form={form}
      title={t(report ? 'watch.edit_report' : 'watch.add_report')}
      okText={t('watch.save')}
      words={t('watch.rights_words')}
      initial={{
        ...{ name: t('watch.daily_name'), kind: 'daily', metrics: [], hour: 8 },
        ...{
          weekdays: [...WEEKDAYS],
          robots: [],
          members: [],
          addresses: [],
          is_on: true,
        },
        ...report,
        cadence: report?.monthday ? 'month' : 'week',
        monthday: report?.monthday ?? 1,
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
      <Form.Item name="cadence" label={t('watch.cadence')}>
        <Segmented
          options={(['week', 'month'] as const).map((value) => ({
            value,
            label: t(`watch_cadence.${value}`),
          }))}
        />
      </Form.Item>
      {cadence === 'month' ? (
        <Form.Item name="monthday" label={t('watch.monthday')} extra={t('watch.monthday_words')}>
          <InputNumber min={1} max={31} precision={0} />
        </Form.Item>
      ) : (
        <Form.Item name="weekdays" label={t('watch.weekdays')} rules={[{ required: true }]}>
          <Select
            mode="multiple"
            options={WEEKDAYS.map((value) => ({ value, label: t(`watch_weekday.${value}`) }))}
          />
        </Form.Item>
      )}
      <Form.Item name="members" label={t('watch.members')}>
        <MembersField />
      </Form.Item>
      {mayManage && (
        <Form.Item name="addresses" label={t('watch.addresses')} extra={t('watch.addresses_words')}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', ';']} />
        </Form.Item>
      )}
      <Form.Item name="robots" label={t('watch.robots')}>
        <RobotsField />
      </Form.Item>
      <Form.Item name="is_on" label={t('watch.is_on')} valuePropName="checked">
        <Switch />
      </Form.Item>
    </FormDialog>
  )
}
