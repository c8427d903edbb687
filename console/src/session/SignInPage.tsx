import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { toApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import { parseSearch } from '../search.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { type SignIn, sessionQuery, signIn } from './api.ts'
import { Gate } from './Gate.tsx'

const route = getRouteApi('/sign-in')

const TOTP_CODES = new Set(['totp_required', 'wrong_totp'])

export function SignInPage() {
  const t = useTexts()
  const { to } = route.useSearch()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [asksTotp, setAsksTotp] = useState(false)

  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      void navigate(targetOf(to))
    },
    onError: (thrown) => {
      if (TOTP_CODES.has(toApiError(thrown).code)) setAsksTotp(true)
    },
  })
  const asksFirst = entering.error && toApiError(entering.error).code === 'totp_required'

  return (
    <Gate title={t('sign_in.title')} purpose={t('sign_in.purpose')}>
      {entering.error && !asksFirst && <ErrorNote error={entering.error} />}
      <Form<SignIn>
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => entering.mutate(values)}
      >
        <Form.Item
          name="email"
          label={t('field.email')}
          rules={[{ required: true, type: 'email', message: t('field.email_needed') }]}
        >
          <Input autoComplete="username" autoFocus inputMode="email" />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('field.password')}
          rules={[{ required: true, message: t('field.password_needed') }]}
        >
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        {asksTotp && (
          <Form.Item
            name="totp"
            label={t('sign_in.totp')}
            extra={t('sign_in.totp_hint')}
            rules={[{ required: true, message: t('sign_in.totp_hint') }]}
          >
            <Input autoComplete="one-time-code" maxLength={40} autoFocus />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={entering.isPending}>
          {t('sign_in.action')}
        </Button>
      </Form>
    </Gate>
  )
}

/** Where the visitor wanted to go. Only a path of ours: the address may come from anybody. */
function targetOf(to: string | undefined) {
  const url = new URL(to ?? '/', 'http://console.invalid')
  if (url.host !== 'console.invalid') return { to: '/' }
  return { to: url.pathname, search: parseSearch(url.search) }
}
