import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { AUDIENCES, type Audience, restoreRule, rulesQuery } from './api.ts'
import { linesOf } from './ruleDiff.ts'
import { Versions } from './Versions.tsx'
import { useVocabulary } from './vocabulary.ts'

/** Every wording of the rule. */
export function RulesTab(props: { audience: Audience }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { audience } = props
  const { sayer } = useVocabulary()
  const versions = useQuery(rulesQuery(audience.id))
  const items = versions.data?.items
  if (!items)
    return (
      <Panel>
        {versions.error ? (
          <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />
        ) : (
          <SkeletonLines lines={8} />
        )}
      </Panel>
    )
  // Nothing is left out where wordings are compared.
  const { most: _, ...whole } = sayer
  return (
    <Versions
      items={items.map((item) => ({ ...item, lines: linesOf(item.rule, whole) }))}
      title={t('audience_page.sentence')}
      restoreWords={t('audience_page.change_words')}
      onRestore={async (version) => {
        await restoreRule(audience.id, version, audience.revision)
        await queryClient.invalidateQueries({ queryKey: AUDIENCES })
      }}
    />
  )
}
