import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { toApiError } from '../api/error.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { claimOwnership, type NewTenant, sessionQuery } from './api.ts'
import { BrandFields, browserZone } from './BrandFields.tsx'
import { rememberTenant } from './enter.ts'
import { Gate } from './Gate.tsx'

const route = getRouteApi('/claim')

interface Fields {
  name: string
  email: string
  password: string
  totp?: string
  tenant?: NewTenant
}

/**
 * What a one-time link is for: the first owner takes the server over and names the first brand; an
 * invited or locked-out person, whose address is in the link, sets a password.
 */
export function ClaimPage() {
  const t = useTexts()
  const { token, email } = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  // A first brand speaks as its owner does when she makes it.
  const language = useLanguage()

  const claiming = useMutation({
    mutationFn: claimOwnership,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      // The new brand is empty: a living one shows more of what this is.
      const demo = session.tenants.find((tenant) => tenant.is_demo)
      if (demo) rememberTenant(demo.id)
      void navigate({ to: '/' })
    },
  })

  const isFirstOwner = email === undefined
  const title = isFirstOwner ? t('claim.title') : t('claim.invited_title')
  if (!token) {
    return (
      <Gate title={title} purpose={t('claim.no_token')}>
        <Link to="/sign-in">{t('sign_in.title')}</Link>
      </Gate>
    )
  }
  const asksTotp = claiming.error && /totp/.test(toApiError(claiming.error).code)
  return (
    <Gate title={title} purpose={isFirstOwner ? t('claim.purpose') : t('claim.invited_purpose')}>
      {claiming.error && <ErrorNote error={claiming.error} />}
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ email, tenant: { timezone: browserZone(), currency: 'CNY' } }}
        onFinish={({ tenant, ...fields }) =>
          claiming.mutate({ ...fields, token, ...(tenant && { tenant: { ...tenant, language } }) })
        }
      >
        <Form.Item
          name="name"
          label={t('field.your_name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input autoComplete="name" autoFocus maxLength={60} />
        </Form.Item>
        <Form.Item
          name="email"
          label={t('field.email')}
          rules={[{ required: true, type: 'email', message: t('field.email_needed') }]}
        >
          <Input autoComplete="username" inputMode="email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('field.password')}
          extra={t('claim.password_hint')}
          rules={[{ required: true, min: 10, message: t('claim.password_short') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {asksTotp && (
          <Form.Item name="totp" label={t('sign_in.totp')} extra={t('sign_in.totp_hint')}>
            <Input autoComplete="one-time-code" maxLength={40} />
          </Form.Item>
        )}
        {isFirstOwner && <BrandFields within="tenant" />}
        <Button type="primary" htmlType="submit" block loading={claiming.isPending}>
          {isFirstOwner ? t('claim.action') : t('claim.invited_action')}
        </Button>
      </Form>
    </Gate>
  )
}
