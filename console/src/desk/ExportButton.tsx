import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Checkbox, Form, Input, Modal, Segmented } from 'antd'
import { useState } from 'react'
import { exactNumber } from '../format/number.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { exportSettingsQuery, type NewExport, startExport } from './api.ts'

const formats = ['xlsx', 'csv', 'ndjson'] as const
type Format = (typeof formats)[number]

/** Lists of which somebody with a data scope takes away their part; the others are the whole brand's. */
const SCOPED: ReadonlySet<string> = new Set([
  'customers',
  'orders',
  'stores',
  'staff',
  'stock',
  'products',
  'orders_to_ship',
  'leads',
  'first_orders',
  'quotations',
  'appointments',
  'session_cards',
  'product_subscriptions',
  'invoices',
  'channel_revenue',
  'channel_orders',
])

/** Exports a list with the filters it is shown with; the file waits in the download centre. */
export function ExportButton(props: {
  kind: string
  /** What the list is filtered by, as the kind's parameters. */
  params?: NewExport['params']
  /** Words for what is exported: `the events of this week`. */
  label?: string
  /** In a row of filters: at its far end. */
  atEnd?: boolean
  size?: 'small'
}) {
  const t = useTexts()
  const { scope } = useSession()
  const [asking, setAsking] = useState(false)
  if (scope.kind !== 'all' && !SCOPED.has(props.kind)) return null
  return (
    <>
      <Button
        size={props.size}
        icon={<DownloadOutlined />}
        style={props.atEnd ? { marginInlineStart: 'auto', flex: 'none' } : undefined}
        onClick={() => setAsking(true)}
      >
        {props.label ?? t('exports.button')}
      </Button>
      {asking && (
        <Ask kind={props.kind} params={props.params ?? {}} onClose={() => setAsking(false)} />
      )}
    </>
  )
}

function Ask(props: { kind: string; params: NewExport['params']; onClose: () => void }) {
  const t = useTexts()
  const language = useLanguage()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const settings = useQuery(exportSettingsQuery)
  const [format, setFormat] = useState<Format>('xlsx')
  const [header, setHeader] = useState<'people' | 'keys'>('people')
  const [gzip, setGzip] = useState(false)
  const [reason, setReason] = useState('')
  const start = useMutation({
    mutationFn: startExport,
    onSuccess: async (made) => {
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['exports'] })
      void message.success(
        <>
          {t(made.state === 'waiting_approval' ? 'exports.waits' : 'exports.started')}{' '}
          <Link to="/exports">{t('exports.title')}</Link>
        </>,
        6,
      )
    },
  })
  return (
    <Modal
      open
      title={t('exports.ask')}
      okText={t('exports.start')}
      cancelText={t('action.cancel')}
      confirmLoading={start.isPending}
      onCancel={props.onClose}
      onOk={() =>
        start.mutate({
          kind: props.kind,
          params: props.params,
          format,
          gzip: gzip && format !== 'xlsx',
          bom: true,
          header: header === 'keys' ? 'keys' : language,
          reason,
        })
      }
    >
      {start.error && <ErrorNote error={start.error} />}
      <p>{t('exports.ask_words')}</p>
      <Form layout="vertical" requiredMark={false}>
        <Form.Item label={t('exports.format')} extra={t(`exports.format_${format}`)}>
          <Segmented<Format>
            aria-label={t('exports.format')}
            value={format}
            onChange={setFormat}
            options={[
              { value: 'xlsx', label: 'Excel' },
              { value: 'csv', label: 'CSV' },
              { value: 'ndjson', label: 'NDJSON' },
            ]}
          />
        </Form.Item>
        {format !== 'ndjson' && (
          <Form.Item label={t('exports.header')}>
            <Segmented<'people' | 'keys'>
              aria-label={t('exports.header')}
              value={header}
              onChange={setHeader}
              options={[
                { value: 'people', label: t('exports.header_people') },
                { value: 'keys', label: t('exports.header_keys') },
              ]}
            />
          </Form.Item>
        )}
        {format !== 'xlsx' && (
          <Form.Item>
            <Checkbox checked={gzip} onChange={(event) => setGzip(event.target.checked)}>
              {t('exports.gzip')}
            </Checkbox>
          </Form.Item>
        )}
        <Form.Item
          label={t('exports.reason')}
          extra={
            settings.data &&
            t('exports.reason_words', { rows: exactNumber(settings.data.approval_rows) })
          }
        >
          <Input.TextArea
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
