import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, type Explained as Explanation, explainQuery } from './api.ts'
import { EvidenceWords } from './EvidenceWords.tsx'
import type { Rule } from './rule.ts'
import { ruleText } from './ruleText.ts'
import type { Sayer } from './say.ts'
import { useVocabulary } from './vocabulary.ts'

/** One customer and the rule: what holds, what does not, and on what evidence. */
export function Explained(props: { audience: Pick<Audience, 'id' | 'rule'>; customer: number }) {
  const t = useTexts()
  const { audience, customer } = props
  const { sayer } = useVocabulary()
  const explained = useQuery(explainQuery(audience.id, customer))
  const found = explained.data
  if (explained.error) return <ErrorNote error={explained.error} />
  if (!found) return <SkeletonLines lines={5} />
  const isSoon = found.holds !== null && found.holds !== found.inside
  return (
    <div>
      <Alert
        className={styles.verdict}
        showIcon
        type={found.inside ? 'success' : 'info'}
        role="status"
        title={
          <span>
            {t(found.inside ? 'audience_why.inside' : 'audience_why.outside')}
            {found.since && (
              <span className={styles.quiet}>
                {' · '}
                {t('audience_why.since')} <When at={found.since} />
              </span>
            )}
          </span>
        }
        description={isSoon ? t('audience_why.soon') : undefined}
      />
      {audience.rule && (
        <Part rule={audience.rule} path={[]} parts={partsOf(found)} sayer={sayer} />
      )}
    </div>
  )
}

type Part = Explanation['parts'][number]

const partsOf = (found: Explanation) =>
  new Map(found.parts.map((part) => [part.path.join('.'), part]))

function Part(props: {
  rule: Rule
  path: readonly (string | number)[]
  parts: ReadonlyMap<string, Part>
  sayer: Sayer
}) {
  const t = useTexts()
  const { rule, path, parts, sayer } = props
  const part = parts.get(path.join('.'))
  if (!part) return null
  const answer = part.holds ? (
    <CheckCircleFilled className={styles.yes} role="img" aria-label={t('audience_why.yes')} />
  ) : (
    <CloseCircleFilled className={styles.no} role="img" aria-label={t('audience_why.no')} />
  )
  if (rule.kind === 'all' || rule.kind === 'any' || rule.kind === 'not') {
    const below =
      rule.kind === 'not'
        ? [{ one: rule.rule, at: ['rule'] }]
        : rule.rules.map((one, at) => ({ one, at: ['rules', at] }))
    const words =
      rule.kind === 'not'
        ? t('audience_build.exclude')
        : t(rule.kind === 'all' ? 'audience_build.all_words' : 'audience_build.any_words')
    return (
      <div className={styles.tree}>
        <span className={styles.answer}>
          {answer} {words}
        </span>
        <div className={styles.tree}>
          {below.map(({ one, at }) => (
            <Part
              key={at.join('.')}
              rule={one}
              path={[...path, ...at]}
              parts={parts}
              sayer={sayer}
            />
          ))}
        </div>
      </div>
    )
  }
  return (
    <div>
      <span className={styles.answer}>
        {answer} {ruleText(rule, sayer)}
      </span>
      {part.evidence && (
        <div className={styles.evidence}>
          <EvidenceWords evidence={part.evidence} sayer={sayer} />
        </div>
      )}
    </div>
  )
}
