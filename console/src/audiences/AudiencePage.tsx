import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { audienceQuery } from './api.ts'
import { ruleText } from './ruleText.ts'
import { useVocabulary } from './vocabulary.ts'
import { StateChip } from './words.tsx'

const route = getRouteApi('/app/audiences/$audienceId')

export function AudiencePage() {
  const t = useTexts()
  const { audienceId } = route.useParams()
  const audience = useQuery(audienceQuery(audienceId))
  const { sayer } = useVocabulary()
  const found = audience.data
  return (
    <Page
      title={found?.name ?? t('audiences.title')}
      facts={found && <StateChip state={found.state} />}
      actions={
        found?.kind === 'rule' && (
          <ButtonLink to="/audiences/$audienceId/rule" params={{ audienceId }}>
            {t('action.edit')}
          </ButtonLink>
        )
      }
    >
      <Panel title={t('audience_page.sentence')}>
        {audience.error ? (
          <ErrorPanel error={audience.error} onRetry={() => void audience.refetch()} />
        ) : found ? (
          <p>{found.rule ? ruleText(found.rule, sayer) : t('audience_page.is_list')}</p>
        ) : (
          <SkeletonLines lines={3} />
        )}
      </Panel>
    </Page>
  )
}
