import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Radio, Select, Upload } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { decodeText, writeCsv } from '../org/csv.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { saveFile } from '../ui/save.ts'
import { AUDIENCES, type Audience, fillList } from './api.ts'
import { useVocabulary } from './vocabulary.ts'

const MODES = ['add', 'remove', 'replace'] as const
interface Fields {
  mode: (typeof MODES)[number]
  namespace?: string
  text: string
}
/** What lists are mostly made of. */
const USUAL = ['phone', 'member_id', 'unionid']
const rankOf = (namespace: string) => {
  const rank = USUAL.indexOf(namespace)
  return rank < 0 ? USUAL.length : rank
}
type Outcome = Awaited<ReturnType<typeof fillList>>

/** Puts customers on a list or takes them off, by identifiers pasted or from a file. */
export function FillList(props: { audience: Audience; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { choices } = useVocabulary()
  const [form] = Form.useForm<Fields>()
  const { audience } = props
  const namespace = Form.useWatch('namespace', form)
  return (
    <FormDialog<Fields, Outcome>
      title={t('audience_fill.title', { name: audience.name })}
      okText={t('audience_fill.run')}
      form={form}
      initial={{ mode: 'add' }}
      save={({ mode, namespace, text }) =>
        fillList(audience.id, { mode, text, ...(namespace && { namespace }) })
      }
      onSaved={() => queryClient.invalidateQueries({ queryKey: AUDIENCES })}
      once={(outcome) => ({
        title: t('audience_fill.done'),
        okText: t('audience_fill.close'),
        content: <Told outcome={outcome} name={audience.name} />,
      })}
      onClose={props.onClose}
    >
      <Form.Item name="mode" label={t('audience_fill.mode')}>
        <Radio.Group
          options={MODES.map((value) => ({ value, label: t(`audience_fill.mode_${value}`) }))}
        />
      </Form.Item>
      <Form.Item
        name="namespace"
        label={t('audience_fill.namespace')}
        extra={t('audience_fill.namespace_hint')}
      >
        <Select
          allowClear
          placeholder={t('audience_fill.in_lines')}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...choices.namespaces]
            .sort((a, b) => rankOf(a.value) - rankOf(b.value))
            .map(({ value, label }) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item
        name="text"
        label={t('audience_fill.text')}
        rules={[{ required: true, whitespace: true, message: t('audience_fill.nothing') }]}
      >
        <Input.TextArea
          autoSize={{ minRows: 6, maxRows: 14 }}
          placeholder={namespace ? '13800000001' : 'phone,13800000001'}
        />
      </Form.Item>
      <Upload.Dragger
        accept=".csv,.txt,text/csv"
        showUploadList={false}
        customRequest={({ file, onSuccess, onError }) => {
          if (!(file instanceof File)) return
          file.arrayBuffer().then((bytes) => {
            form.setFieldValue('text', decodeText(bytes))
            onSuccess?.(null)
          }, onError)
        }}
      >
        <InboxOutlined aria-hidden /> {t('audience_fill.drop')}
      </Upload.Dragger>
    </FormDialog>
  )
}

function Told(props: { outcome: Outcome; name: string }) {
  const t = useTexts()
  const { given, added, removed, already, unknown } = props.outcome
  const download = () =>
    saveFile(
      `${props.name}.csv`,
      new Blob([writeCsv(unknown.map(({ namespace, value }) => [namespace, value]))], {
        type: 'text/csv;charset=utf-8',
      }),
    )
  return (
    <>
      <p role="status">{t('audience_fill.outcome', { given, added, removed, already })}</p>
      {unknown.length > 0 && (
        <>
          <p style={{ margin: '8px 0' }}>{t('audience_fill.unknown', { count: unknown.length })}</p>
          <Button icon={<DownloadOutlined />} onClick={download}>
            {t('audience_fill.download')}
          </Button>
        </>
      )}
    </>
  )
}
