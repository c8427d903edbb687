import { FIELD } from '../../audiences/say.ts'
import { useTexts } from '../../i18n/texts.ts'
import { AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { AttributionAnswerView } from './AttributionAnswer.tsx'
import { AttributionFields } from './AttributionFields.tsx'
import { askAttribution } from './api.ts'
import { type AttributionDraft, attributionQuestion, readAttribution } from './attributionDraft.ts'

export function AttributionPage() {
  return (
    <AnalysisPage
      code="attribution"
      since="last_90"
      read={readAttribution}
      question={attributionQuestion}
      ask={askAttribution}
      Fields={AttributionFields}
      useExamples={useExamples}
      Answer={AttributionAnswerView}
    />
  )
}

function useExamples({ query, labels }: Vocabulary): Example<AttributionDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const draft = readAttribution(undefined)
  const words = labels.event(draft.conversion.any_of[0]?.event ?? '')
  return [
    { title: t('attribution.example_channel'), words, draft },
    { title: t('attribution.example_guide'), words, draft: { ...draft, by: `${FIELD}staff_id` } },
    {
      title: t('attribution.example_campaign'),
      words,
      draft: { ...draft, by: `${FIELD}utm_campaign` },
    },
  ]
}
