import { useEffect, useRef } from 'react'
import { useTexts } from '../i18n/texts.ts'
import type { Vocabulary } from './api.ts'
import { EXAMPLES } from './examples.ts'
import styles from './RulePage.module.css'
import type { EventPattern, Rule } from './rule.ts'
import { ruleText } from './ruleText.ts'
import type { Sayer } from './say.ts'

/** Whole rules to begin with; `example` of the address takes one at once. */
export function ExampleCards(props: {
  example: string | undefined
  vocabulary: Vocabulary
  sayer: Sayer
  onChoose: (title: string, rule: Rule) => void
}) {
  const t = useTexts()
  const { example, vocabulary, sayer, onChoose } = props
  const known = new Set(vocabulary.events.map(({ name }) => name))
  const examples = EXAMPLES.map(({ key, rule }) => ({
    key,
    title: t(`audience_example.${key}`),
    rule: fitted(rule, known),
  }))
  const taken = useRef(false)
  useEffect(() => {
    const wanted = examples.find(({ key }) => key === example)
    if (!wanted || taken.current) return
    taken.current = true
    onChoose(wanted.title, wanted.rule)
  })
  return (
    <section>
      <p className={styles.exampleTitle}>{t('audience_page.no_conditions')}</p>
      <div className={styles.examples}>
        {examples.map(({ key, title, rule }) => (
          <button
            key={key}
            type="button"
            className={styles.example}
            onClick={() => onChoose(title, rule)}
          >
            <strong>{title}</strong>
            <span>{ruleText(rule, sayer)}</span>
          </button>
        ))}
      </div>
    </section>
  )
}

/** Of events that different senders name differently those that the brand has; the first when it has none. */
function fitted(rule: Rule, known: ReadonlySet<string>): Rule {
  if (rule.kind === 'not') return { ...rule, rule: fitted(rule.rule, known) }
  if (rule.kind === 'all' || rule.kind === 'any')
    return { ...rule, rules: rule.rules.map((one) => fitted(one, known)) }
  return 'event' in rule ? { ...rule, event: fittedEvent(rule.event, known) } : rule
}

function fittedEvent(pattern: EventPattern, known: ReadonlySet<string>): EventPattern {
  const there = pattern.any_of.filter(({ event }) => known.has(event))
  return { any_of: there.length > 0 ? there : pattern.any_of.slice(0, 1) }
}
