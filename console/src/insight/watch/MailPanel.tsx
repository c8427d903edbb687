import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input, InputNumber, Segmented } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import {
  type MailServerInput,
  mailServerQuery,
  removeMailServer,
  saveMailServer,
  testMailServer,
} from './api.ts'
import { RemoveButton } from './rows.tsx'

const PORTS = { tls: 465, starttls: 587, none: 25 } as const

/** By which server reports go out as mails; for who manages settings. */
export function MailPanel() {
  const t = useTexts()
  const mayManage = useMay('settings:manage')
  const [isEdited, setEdited] = useState(false)
  const query = useQuery({ ...mailServerQuery, enabled: mayManage })
  if (!mayManage) return null
  const server = query.data?.server
  const edit = (
    <Button size="small" onClick={() => setEdited(true)}>
      {t(server ? 'mail_server.edit' : 'mail_server.set')}
    </Button>
  )
  return (
    <Panel
      title={t('mail_server.title')}
      extra={
        server && (
          <>
            {edit}
            <RemoveButton
              name={t('mail_server.title')}
              remove={removeMailServer}
              queryKey={mailServerQuery.queryKey}
            />
          </>
        )
      }
    >
      {query.error && !query.data ? (
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonLines lines={2} />
      ) : server ? (
        <>
          <p style={{ marginTop: 0 }}>
            {t('mail_server.sends_as', { name: server.from_name, address: server.from_address })}
            {' · '}
            {server.host}:{server.port} · {t(`mail_server_security.${server.security}`)}
          </p>
          <TestMail />
        </>
      ) : (
        <EmptyState title={t('mail_server.none')} action={edit}>
          {t('mail_server.none_words')}
        </EmptyState>
      )}
      {isEdited && <ServerForm server={server ?? null} onClose={() => setEdited(false)} />}
    </Panel>
  )
}

/** Sends one now and says what the server made of it. */
function TestMail() {
  const t = useTexts()
  const known = useKnownText()
  const [to, setTo] = useState('')
  const [isWaiting, setWaiting] = useState(false)
  const [error, setError] = useState<Error>()
  const [outcome, setOutcome] = useState<{ problem: string | null; answer: string }>()
  const send = async () => {
    setWaiting(true)
    setError(undefined)
    setOutcome(undefined)
    try {
      setOutcome(await testMailServer(to.trim()))
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
    }
    setWaiting(false)
  }
  return (
    <>
      <Form layout="inline" onFinish={() => void send()} style={{ rowGap: 8 }}>
        <Form.Item label={t('mail_server.test_to')}>
          <Input
            type="email"
            required
            value={to}
            onChange={(event) => setTo(event.target.value)}
            style={{ width: 240 }}
          />
        </Form.Item>
        <Button htmlType="submit" loading={isWaiting} disabled={to.trim() === ''}>
          {t('mail_server.test')}
        </Button>
      </Form>
      {error && <ErrorNote error={error} />}
      {outcome && (
        <Alert
          style={{ marginTop: 12 }}
          showIcon
          type={outcome.problem === null ? 'success' : 'error'}
          title={
            outcome.problem === null
              ? t('mail_server.test_ok')
              : (known(`mail_problem.${outcome.problem}`) ?? outcome.problem)
          }
          description={t('mail_server.answer', { answer: outcome.answer })}
        />
      )}
    </>
  )
}

interface Fields extends Omit<MailServerInput, 'user'> {
  user?: string | null
}

function ServerForm(props: {
  server: (Omit<MailServerInput, 'password'> & { user: string | null }) | null
  onClose: () => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const { server } = props
  return (
    <FormDialog<Fields>
      form={form}
      title={t('mail_server.title')}
      okText={t('watch.save')}
      initial={{
        ...{ host: '', port: PORTS.tls, security: 'tls', user: '', from_name: 'Homefield' },
        from_address: '',
        ...(server && {
          ...{ host: server.host, port: server.port, security: server.security },
          ...{ user: server.user, from_name: server.from_name, from_address: server.from_address },
        }),
      }}
      save={({ password, user, ...given }) =>
        saveMailServer({ ...given, user: user?.trim() || null, ...(password && { password }) })
      }
      onSaved={async () => {
        await queryClient.invalidateQueries(mailServerQuery)
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="host"
        label={t('mail_server.host')}
        extra={t('mail_server.host_words')}
        rules={[{ required: true }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="security" label={t('mail_server.security')}>
        <Segmented
          onChange={(value) => form.setFieldValue('port', PORTS[value as 'tls'])}
          options={(['tls', 'starttls', 'none'] as const).map((value) => ({
            value,
            label: t(`mail_server_security.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="port" label={t('mail_server.port')} rules={[{ required: true }]}>
        <InputNumber min={1} max={65_535} precision={0} />
      </Form.Item>
      <Form.Item name="user" label={t('mail_server.user')} extra={t('mail_server.user_words')}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="password"
        label={t('mail_server.password')}
        extra={t('mail_server.password_words')}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="from_address"
        label={t('mail_server.from_address')}
        rules={[{ required: true, type: 'email' }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="from_name" label={t('mail_server.from_name')} rules={[{ required: true }]}>
        <Input maxLength={100} />
      </Form.Item>
    </FormDialog>
  )
}
