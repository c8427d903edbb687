import { DeleteOutlined, FileProtectOutlined, MoreOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Dropdown, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { saveFile } from '../ui/save.ts'
import { eraseCustomer, exportCustomer, privacySettingsQuery } from './api.ts'
import styles from './people.module.css'

/** A person's rights: a copy of everything, or being forgotten. */
export function PrivacyActions(props: { customerId: number }) {
  const { customerId } = props
  const t = useTexts()
  const [open, setOpen] = useState<'export' | 'erase'>()
  // The copy shows everything unmasked.
  const mayUnmask = useMay('customers:unmask')
  const mayExport = useMay('customers:export') && mayUnmask
  const mayErase = useMay('customers:erase')
  if (!mayExport && !mayErase) return null
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            ...(mayExport
              ? [{ key: 'export', icon: <FileProtectOutlined />, label: t('privacy.export') }]
              : []),
            ...(mayErase
              ? [
                  {
                    key: 'erase',
                    icon: <DeleteOutlined />,
                    danger: true,
                    label: t('privacy.erase'),
                  },
                ]
              : []),
          ],
          onClick: ({ key }) => setOpen(key === 'erase' ? 'erase' : 'export'),
        }}
      >
        <Button icon={<MoreOutlined />} aria-label={t('privacy.rights')} />
      </Dropdown>
      {open === 'export' && (
        <ExportPerson customerId={customerId} onClose={() => setOpen(undefined)} />
      )}
      {open === 'erase' && (
        <ErasePerson customerId={customerId} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}

function ExportPerson(props: { customerId: number; onClose: () => void }) {
  const { customerId } = props
  const t = useTexts()
  const [form] = Form.useForm<{ reason: string }>()
  const { message } = App.useApp()
  const exporting = useMutation({
    mutationFn: (reason: string) => exportCustomer(customerId, reason),
    onSuccess: (file) => {
      saveFile(`customer-${customerId}.json`, file)
      void message.success(t('privacy.exported'))
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={t('privacy.export_title')}
      okText={t('privacy.export_do')}
      cancelText={t('action.cancel')}
      confirmLoading={exporting.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {exporting.error && <ErrorNote error={exporting.error} />}
      <p>{t('privacy.export_words')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ reason }) => exporting.mutate(reason)}
      >
        <Reason />
      </Form>
    </Modal>
  )
}

function ErasePerson(props: { customerId: number; onClose: () => void }) {
  const { customerId } = props
  const t = useTexts()
  const [form] = Form.useForm<{ reason: string; confirm: string }>()
  const typed = Form.useWatch('confirm', form)
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const settings = useQuery(privacySettingsQuery)
  const needsApproval = settings.data?.erase_needs_approval === true
  const erasing = useMutation({
    mutationFn: (body: { reason: string; confirm: string }) => eraseCustomer(customerId, body),
    onSuccess: async (request) => {
      props.onClose()
      if (request.state === 'waiting') {
        void message.success(t('privacy.erase_asked'))
        return
      }
      void message.success(t('privacy.erased'))
      await navigate({ to: '/customers' })
      queryClient.removeQueries({ queryKey: ['customer', customerId] })
      await queryClient.invalidateQueries()
    },
  })
  return (
    <Modal
      open
      title={t('privacy.erase_title', { id: customerId })}
      okText={t(needsApproval ? 'privacy.erase_ask' : 'privacy.erase_do')}
      okButtonProps={{ danger: true, disabled: typed?.trim() !== String(customerId) }}
      cancelText={t('action.cancel')}
      confirmLoading={erasing.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {erasing.error && <ErrorNote error={erasing.error} />}
      <Alert type="warning" showIcon title={t('privacy.erase_warning')} />
      <ul className={styles.list}>
        <li>{t('privacy.erase_goes')}</li>
        <li>{t('privacy.erase_stays')}</li>
        <li>{t('privacy.erase_again')}</li>
        {needsApproval && <li>{t('privacy.erase_second')}</li>}
      </ul>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(fields) => erasing.mutate(fields)}
      >
        <Reason />
        <Form.Item name="confirm" label={t('privacy.type_number', { id: customerId })}>
          <Input autoComplete="off" inputMode="numeric" maxLength={20} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function Reason() {
  const t = useTexts()
  return (
    <ReasonField
      label={t('people.reason')}
      needed={t('privacy.reason_needed')}
      extra={t('privacy.reason_words')}
      autoFocus
    />
  )
}
