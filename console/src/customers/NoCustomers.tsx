import { Button } from 'antd'
import { firstEventCurl } from '../events/firstEvent.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { CodeBlock } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

/** Before the first event: how to send it. */
export function NoCustomers() {
  const t = useTexts()
  const mayImport = useMay('imports:run')
  return (
    <EmptyState
      title={t('customers.empty_title')}
      action={
        <>
          <ButtonLink to="/keys" color="primary" variant="solid">
            {t('customers.empty_key')}
          </ButtonLink>
          {mayImport && (
            <ButtonLink to="/imports/new" color="default" variant="outlined">
              {t('imports.new')}
            </ButtonLink>
          )}
          <Button href="/api/docs" target="_blank" rel="noreferrer">
            {t('api.docs')}
          </Button>
        </>
      }
    >
      <p>{t('customers.empty_words')}</p>
      <CodeBlock label={t('first_event.curl')} code={firstEventCurl('WRITE_KEY')} />
      <p>{t('customers.empty_import')}</p>
    </EmptyState>
  )
}

export function NoMatch() {
  const t = useTexts()
  return (
    <EmptyState
      title={t('customers.no_match')}
      action={<ButtonLink to="/customers">{t('filter.clear')}</ButtonLink>}
    >
      <p>{t('customers.no_match_advice')}</p>
    </EmptyState>
  )
}
