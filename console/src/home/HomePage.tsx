import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'

/** What came in today, and what waits. */
export function HomePage() {
  const t = useTexts()
  return (
    <Page title={t('home.title')}>
      <span />
    </Page>
  )
}
