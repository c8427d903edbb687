import { FIELD } from '../../audiences/say.ts'
import { useTexts } from '../../i18n/texts.ts'
import { type Analysis, AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { AttributionAnswerView } from './AttributionAnswer.tsx'
import { AttributionFields } from './AttributionFields.tsx'
import { type AttributionAnswer, type AttributionQuestion, askAttribution } from './api.ts'
import { type AttributionDraft, attributionQuestion, readAttribution } from './attributionDraft.ts'

export const attributionAnalysis: Analysis<
  AttributionDraft,
  AttributionQuestion,
  AttributionAnswer
> = {
  code: 'attribution',
  since: 'last_90',
  read: readAttribution,
  question: attributionQuestion,
  ask: askAttribution,
  Fields: AttributionFields,
  useExamples,
  Answer: AttributionAnswerView,
}

export function AttributionPage() {
  return <AnalysisPage {...attributionAnalysis} />
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
