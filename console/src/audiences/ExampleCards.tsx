import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { templatesQuery } from '../templates/api.ts'
import { usualValues } from '../templates/values.ts'
import { useTemplateWords } from '../templates/words.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import cards from '../ui/Examples.module.css'
import type { Vocabulary } from './api.ts'
import styles from './RulePage.module.css'

/** Those of the grading kit that show what a rule can say. */
const SHOWN = [
  'repeat_buyers',
  'stage_first_order_pending',
  'cart_left',
  'stage_slipping',
  'top_contribution',
  'birthday',
  'pseudo_private',
  'stage_won_back',
]

/** Whole rules to begin with, of the grading kit. */
export function ExampleCards(props: { vocabulary: Vocabulary }) {
  const t = useTexts()
  const templates = useQuery(templatesQuery)
  const words = useTemplateWords()
  const known = new Set(props.vocabulary.events.map(({ name }) => name))
  const shown = (templates.data?.items ?? [])
    .filter(({ id }) => SHOWN.includes(id))
    .toSorted((a, b) => SHOWN.indexOf(a.id) - SHOWN.indexOf(b.id))
  return (
    <section>
      <p className={styles.exampleTitle}>
        {t('audience_page.no_conditions')}{' '}
        <Link to="/audiences/templates">{t('template_page.more')}</Link>
      </p>
      {templates.error && <ErrorNote error={templates.error} />}
      <div className={cards.examples}>
        {shown.map((template) => (
          <Link
            key={template.id}
            to="/audiences/new"
            search={{
              template: template.id,
              values: JSON.stringify(usualValues(template, known)),
            }}
            className={cards.example}
          >
            <strong>{words.name(template.id)}</strong>
            <span>{words.finds(template.id)}</span>
          </Link>
        ))}
      </div>
    </section>
  )
}
