import { useLocation } from 'preact-iso'
import { to } from '../address.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { PhoneSignIn } from '../ui/PhoneSignIn.tsx'

export function SignInPage() {
  const { query, route } = useLocation()
  return (
    <Page title={t('sign_in.title')}>
      <PhoneSignIn onDone={() => route(to(query.to?.startsWith('/') ? query.to : '/me'), true)} />
    </Page>
  )
}
