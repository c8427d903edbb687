import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Select } from 'antd'
import { useMemo, useState } from 'react'
import { checkQuery, estimateQuery } from '../audiences/api.ts'
import { Builder } from '../audiences/Builder.tsx'
import { draftOf, type Group, ruleOf } from '../audiences/draft.ts'
import { EstimatePanel } from '../audiences/EstimatePanel.tsx'
import { useHistory } from '../audiences/history.ts'
import { problemsOf } from '../audiences/problems.ts'
import type { Rule } from '../audiences/rule.ts'
import { ruleText } from '../audiences/ruleText.ts'
import { useVocabulary } from '../audiences/vocabulary.ts'
import { useTexts } from '../i18n/texts.ts'
import { templatesQuery } from '../templates/api.ts'
import { useTemplateWords } from '../templates/words.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import styles from './Pool.module.css'

/** The rule that holds of who does what the pool is for; said as a sentence, made in a drawer. */
export function BehaviourField(props: {
  id?: string
  value?: Rule | null
  disabled?: boolean
  onChange?: (value: Rule | null) => void
}) {
  const t = useTexts()
  const { sayer } = useVocabulary()
  const [isOpen, setOpen] = useState(false)
  const { value, disabled } = props
  return (
    <div className={styles.behaviour}>
      <p className={value ? styles.sentence : styles.quiet}>
        {value ? ruleText(value, sayer) : t('pool_page.behaviour_none')}
      </p>
      {!disabled && (
        <div className={styles.under}>
          <Button id={props.id} onClick={() => setOpen(true)}>
            {t(value ? 'pool_page.behaviour_change' : 'pool_page.behaviour_edit')}
          </Button>
          {value && (
            <Button type="text" onClick={() => props.onChange?.(null)}>
              {t('pool_page.behaviour_clear')}
            </Button>
          )}
        </div>
      )}
      <Drawer
        open={isOpen}
        size={880}
        destroyOnHidden
        title={t('pool_field.behaviour')}
        onClose={() => setOpen(false)}
      >
        <RuleBox
          start={value ?? undefined}
          onDone={(rule) => {
            props.onChange?.(rule)
            setOpen(false)
          }}
        />
      </Drawer>
    </div>
  )
}

const REST_MS = 350

function RuleBox(props: { start: Rule | undefined; onDone: (rule: Rule) => void }) {
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
      <p className={styles.quiet}>{t('pool_hint.behaviour')}</p>
      <Select
        aria-label={t('pool_page.behaviour_template')}
        placeholder={t('pool_page.behaviour_template')}
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
          {t('pool_page.behaviour_done')}
        </Button>
      </div>
    </div>
  )
}
