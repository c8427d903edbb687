import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { Button, Form } from 'antd'
import { firstEventCurl } from '../events/firstEvent.ts'
import { useTexts } from '../i18n/texts.ts'
import { CodeBlock } from '../ui/Copy.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SecretOnce } from '../ui/SecretOnce.tsx'
import { type CreatedTenant, createTenant, type NewTenant, sessionQuery } from './api.ts'
import { BrandFields, browserZone } from './BrandFields.tsx'
import { leaveTenant, rememberTenant } from './enter.ts'
import { Gate } from './Gate.tsx'

/** An owner makes a brand: the first one after claiming the server, or one more. */
export function NewBrandPage() {
  const t = useTexts()
  const session = useQuery(sessionQuery)
  const creating = useMutation({ mutationFn: createTenant })

  if (creating.data) return <Created created={creating.data} />
  if (session.error) return <SignInFirst error={session.error} />
  return (
    <Gate title={t('new_brand.title')} purpose={t('new_brand.purpose')}>
      {creating.error && <ErrorNote error={creating.error} />}
      <Form<NewTenant>
        layout="vertical"
        requiredMark={false}
        initialValues={{ timezone: browserZone(), currency: 'CNY' }}
        onFinish={(values) => creating.mutate(values)}
      >
        <BrandFields autoFocus />
        <Button
          type="primary"
          htmlType="submit"
          block
          loading={creating.isPending || session.isPending}
        >
          {t('new_brand.action')}
        </Button>
      </Form>
    </Gate>
  )
}

function SignInFirst(props: { error: Error }) {
  const t = useTexts()
  if ('status' in props.error && props.error.status === 401) {
    return <Navigate to="/sign-in" search={{ to: '/new-brand' }} />
  }
  return (
    <Gate title={t('new_brand.title')} purpose={t('new_brand.purpose')}>
      <ErrorPanel error={props.error} />
    </Gate>
  )
}

function Created(props: { created: CreatedTenant }) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { tenant, api_key, write_key, client_write_key } = props.created

  const open = async () => {
    rememberTenant(tenant.id)
    leaveTenant()
    await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey })
    await navigate({ to: '/customers', search: { brand: tenant.id } })
  }

  return (
    <Gate wide title={t('new_brand.created', { name: tenant.name })} purpose={t('key.once')}>
      <SecretOnce
        label={t('key.server_key')}
        hint={t('key.kind_server_words')}
        secret={write_key}
      />
      <SecretOnce
        label={t('key.client_key')}
        hint={t('key.kind_client_words')}
        secret={client_write_key}
      />
      <SecretOnce label={t('key.one_api')} hint={t('key.api_key_use')} secret={api_key} />
      <CodeBlock label={t('first_event.curl')} code={firstEventCurl(write_key)} />
      <Button type="primary" block style={{ marginTop: 20 }} onClick={() => void open()}>
        {t('new_brand.enter')}
      </Button>
    </Gate>
  )
}
