import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { templatesQuery } from '../templates/api.ts'
import { useTemplateWords } from '../templates/words.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import { checkQuery, estimateQuery } from './api.ts'
import { Builder } from './Builder.tsx'
import { draftOf, type Group, ruleOf } from './draft.ts'
import { EstimatePanel } from './EstimatePanel.tsx'
import { useHistory } from './history.ts'
import { problemsOf } from './problems.ts'
import styles from './RuleDrawer.module.css'
import type { Rule } from './rule.ts'
import { useVocabulary } from './vocabulary.ts'

/** A rule made beside a form that needs one: from a template or from nothing, counted while it is made. */
export function RuleDrawer(props: {
  isOpen: boolean
  title: string
  /** What the rule is for. */
  hint: string
  start: Rule | undefined
  onClose: () => void
  onDone: (rule: Rule) => void
}) {
  return (
    <Drawer
      open={props.isOpen}
      size={880}
      destroyOnHidden
      title={props.title}
      onClose={props.onClose}
    >
      <RuleBox start={props.start} hint={props.hint} onDone={props.onDone} />
    </Drawer>
  )
}

const REST_MS = 350

function RuleBox(props: { start: Rule | undefined; hint: string; onDone: (rule: Rule) => void }) {
  const t = useTexts()
  const words = useTemplateWords()
  const { query, choices, sayer } = useVocabulary()
  const templates = useQuery(templatesQuery)
  const history = useHistory<Group>(() => draftOf(props.start))
  const [isStrict, setStrict] = useState(false)
  const root = history.now
  const text = JSON.stringify(ruleOf(root))
  const settledText = useSettled(text, REST_MS)
  const settled: Rule = useMemo(() => JSON.parse(settledText), [settledText])
  const own = useMemo(() => problemsOf(root), [root])
  const isWhole = own.length === 0 && settledText === text
  const check = useQuery({ ...checkQuery(settled), enabled: isWhole })
  const problems = isWhole ? (check.data?.problems ?? []) : own
  const isSound = isWhole && check.data?.problems.length === 0
  const estimate = useQuery({ ...estimateQuery(settled), enabled: isSound, retry: false })
  const isEmpty = root.nodes.length === 0
  // Nothing is wrong with it that is known, but the server has not looked at it yet.
  const isWaiting = problems.length === 0 && !isSound && !check.error
  return (
    <div className={styles.ruleBox}>
      <p className={styles.quiet}>{props.hint}</p>
      <Select
        aria-label={t('audience_rule.from_template')}
        placeholder={t('audience_rule.from_template')}
        loading={templates.isPending}
        value={null}
        showSearch={{ optionFilterProp: 'label' }}
        options={templates.data?.items.map(({ id }) => ({ value: id, label: words.name(id) }))}
        onChange={(id: string | null) => {
          const template = templates.data?.items.find((one) => one.id === id)
          if (template) history.set(draftOf(template.rule))
        }}
      />
      {(query.error ?? templates.error) && <ErrorNote error={query.error ?? templates.error} />}
      {query.data ? (
        <Builder
          history={history}
          problems={isEmpty && !isStrict ? [] : problems}
          choices={choices}
          sayer={sayer}
          isStrict={isStrict}
        />
      ) : (
        !query.error && <SkeletonLines lines={8} />
      )}
      <EstimatePanel
        estimate={estimate.data}
        isOld={!isSound || estimate.isFetching}
        error={check.error ?? (isSound ? estimate.error : undefined)}
        missing={isEmpty ? 0 : problems.length}
        isEmpty={isEmpty}
        onShowMissing={() => setStrict(true)}
      />
      <div>
        <Button
          type="primary"
          disabled={isEmpty || isWaiting}
          onClick={() => (isSound ? props.onDone(ruleOf(root)) : setStrict(true))}
        >
          {t('audience_rule.use')}
        </Button>
      </div>
    </div>
  )
}
