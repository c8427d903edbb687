import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Checkbox } from 'antd'
import { useMemo, useRef } from 'react'
import { estimateQuery, type Vocabulary } from '../audiences/api.ts'
import { ruleText } from '../audiences/ruleText.ts'
import type { Sayer } from '../audiences/say.ts'
import type { Choices } from '../audiences/vocabulary.ts'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count } from '../ui/Figures.tsx'
import { useSettled } from '../ui/settled.ts'
import { type Template, templateRuleQuery, type Values } from './api.ts'
import { ParameterField } from './ParameterField.tsx'
import { buyersIn, isMade, type Rfm } from './rfm.ts'
import { useSeen } from './seen.ts'
import { placeOf } from './TemplateIndex.tsx'
import styles from './Templates.module.css'
import { isAllowed, usualValues } from './values.ts'
import { useTemplateWords } from './words.ts'

const REST_MS = 350

/** One template: what it finds, why, its numbers, the rule they make and how many that is now. */
export function TemplateCard(props: {
  template: Template
  values: Values
  isChosen: boolean
  mayWrite: boolean
  vocabulary: Vocabulary
  choices: Choices
  sayer: Sayer
  /** Of a template that reads the scores: how buyers lie on them. */
  rfm: Rfm | undefined
  /** Makes the scores; false where that was refused, which is told. */
  onMake: () => Promise<boolean>
  onChange: (values: Values) => void
  onChoose: (isChosen: boolean) => void
}) {
  const t = useTexts()
  const words = useTemplateWords()
  const place = useRef<HTMLElement>(null)
  const isSeen = useSeen(place)
  const { template, values, vocabulary, rfm } = props
  const sayer = useScoresSaid(props.sayer)
  const navigate = useNavigate()
  const { id, parameters } = template
  const isWhole = parameters.every((one) => isAllowed(one, values[one.name]))
  const text = JSON.stringify(values)
  const settled = useSettled(text, REST_MS)
  const rule = useQuery({
    ...templateRuleQuery(id, JSON.parse(settled)),
    enabled: isSeen && isWhole && settled === text,
  })
  const estimate = useQuery({
    ...estimateQuery(rule.data ?? template.rule),
    enabled: rule.data !== undefined && isWhole && template.group !== 'rfm',
    retry: false,
    staleTime: 60_000,
  })
  const known = useMemo(() => new Set(vocabulary.events.map(({ name }) => name)), [vocabulary])
  const usual = JSON.stringify(usualValues(template, known))
  const size = rfm ? buyersIn(rule.data ?? template.rule, rfm) : estimate.data?.size
  const everybody = rfm
    ? rfm.cells.reduce((sum, cell) => sum + cell.customers, 0)
    : estimate.data?.everybody
  const unknown = parameters
    .filter(({ kind }) => kind === 'events')
    .flatMap(({ name }) => {
      const events = values[name]
      if (!Array.isArray(events) || events.some((event) => known.has(event))) return []
      return events
    })
  const name = words.name(id)
  return (
    <article ref={place} id={placeOf(id)} className={styles.card} aria-label={name}>
      <header className={styles.cardHead}>
        {props.mayWrite && (
          <Checkbox
            checked={props.isChosen}
            disabled={!isWhole}
            aria-label={t('template_page.choose', { name })}
            onChange={(event) => props.onChoose(event.target.checked)}
          />
        )}
        <h3 className={styles.name}>{name}</h3>
        <span className={styles.size} role="status">
          {size !== undefined ? (
            <span
              title={t(rfm ? 'rfm.share' : 'template_page.share', {
                share: percent(everybody ? size / everybody : 0),
              })}
            >
              {t('template_page.estimate')}{' '}
              <strong>
                <Count value={size} />
              </strong>{' '}
              {t('template_page.people')}
            </span>
          ) : (
            isWhole && !rule.error && !estimate.error && t('template_page.counting')
          )}
        </span>
      </header>
      <p className={styles.finds}>{words.finds(id)}</p>
      <div className={styles.why}>
        <h4>{t('template_page.why')}</h4>
        <p>{words.use(id)}</p>
      </div>
      {parameters.length > 0 && (
        <div className={styles.parameters}>
          {parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              template={id}
              parameter={parameter}
              value={values[parameter.name]}
              choices={props.choices}
              onChange={(value) => props.onChange({ ...values, [parameter.name]: value })}
            />
          ))}
        </div>
      )}
      {unknown.length > 0 && (
        <p className={styles.warning}>
          {t('template_page.unknown_events', {
            events: unknown.map(sayer.labels.event).join(t('list.and')),
          })}
        </p>
      )}
      {estimate.error || rule.error ? (
        <ErrorNote error={rule.error ?? estimate.error} />
      ) : (
        <p className={styles.rule}>
          <span>{t('template_page.rule')}</span> {ruleText(rule.data ?? template.rule, sayer)}
        </p>
      )}
      <footer className={styles.cardFoot}>
        {text !== usual && (
          <Button type="text" onClick={() => props.onChange(JSON.parse(usual))}>
            {t('template_page.reset')}
          </Button>
        )}
        {props.mayWrite && (
          <ButtonLink
            to="/audiences/new"
            search={{ template: id, values: text }}
            disabled={!isWhole}
            aria-label={`${t('template_page.use')}: ${name}`}
            onClick={(event) => {
              if (!rfm || isMade(rfm)) return
              event.preventDefault()
              void props.onMake().then((wasMade) => {
                if (wasMade)
                  void navigate({ to: '/audiences/new', search: { template: id, values: text } })
              })
            }}
          >
            {t('template_page.use')}
          </ButtonLink>
        )}
      </footer>
    </article>
  )
}

/** The scores by their names, also while they are not made. */
function useScoresSaid(sayer: Sayer): Sayer {
  const t = useTexts()
  return useMemo(() => {
    const names: Record<string, string> = {
      rfm_r: t('rfm.label_r'),
      rfm_f: t('rfm.label_f'),
      rfm_m: t('rfm.label_m'),
    }
    const attribute = (name: string) => {
      const said = sayer.labels.attribute(name)
      return said === name ? (names[name] ?? said) : said
    }
    return { ...sayer, labels: { ...sayer.labels, attribute } }
  }, [sayer, t])
}
