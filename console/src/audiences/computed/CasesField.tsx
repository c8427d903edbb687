import { CloseOutlined, DownOutlined, PlusOutlined, UpOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Builder } from '../Builder.tsx'
import { useBuilding, useProblems } from '../building.tsx'
import { draftOf, type Group, ruleOf } from '../draft.ts'
import { useHistory } from '../history.ts'
import { problemsOf } from '../problems.ts'
import type { Rule } from '../rule.ts'
import type { DefinitionOf } from './api.ts'
import styles from './Computed.module.css'

type Cases = DefinitionOf<'cases'>

/** The first case whose rule holds gives the value. */
export function CasesField(props: { definition: Cases; onChange: (definition: Cases) => void }) {
  const t = useTexts()
  const { definition: d, onChange } = props
  const put = (cases: Cases['cases']) => onChange({ ...d, cases })
  return (
    <div className={styles.stack}>
      {d.cases.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what moves is written anew with its place
        <div key={`${i} of ${d.cases.length}`} className={styles.case}>
          <span className={styles.row}>
            <span className={styles.label}>{t('computed_field.case', { n: i + 1 })}</span>
            <Input
              style={{ width: 220 }}
              aria-label={t('computed_field.value_of', { n: i + 1 })}
              placeholder={t('computed_field.value')}
              maxLength={100}
              value={String(one.value)}
              onChange={(event) => put(d.cases.with(i, { ...one, value: event.target.value }))}
            />
            <Button
              type="text"
              size="small"
              icon={<UpOutlined />}
              aria-label={t('computed_field.up')}
              disabled={i === 0}
              onClick={() => put(d.cases.toSpliced(i, 1).toSpliced(i - 1, 0, one))}
            />
            <Button
              type="text"
              size="small"
              icon={<DownOutlined />}
              aria-label={t('computed_field.down')}
              disabled={i === d.cases.length - 1}
              onClick={() => put(d.cases.toSpliced(i, 1).toSpliced(i + 1, 0, one))}
            />
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t('computed_field.remove')}
              disabled={d.cases.length === 1}
              onClick={() => put(d.cases.toSpliced(i, 1))}
            />
          </span>
          <CaseRule
            at={i}
            rule={one.when}
            onChange={(when) => put(d.cases.with(i, { ...one, when }))}
          />
        </div>
      ))}
      <span className={styles.row}>
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          disabled={d.cases.length >= 30}
          onClick={() => put([...d.cases, { when: { kind: 'all', rules: [] }, value: '' }])}
        >
          {t('computed_field.add_case')}
        </Button>
        <span className={styles.label}>{t('computed_field.otherwise')}</span>
        <Input
          style={{ width: 220 }}
          aria-label={t('computed_field.otherwise')}
          placeholder={t('computed_field.no_value')}
          maxLength={100}
          value={d.otherwise === undefined ? '' : String(d.otherwise)}
          onChange={({ target }) => {
            const { otherwise: _, ...rest } = d
            onChange(target.value === '' ? rest : { ...rest, otherwise: target.value })
          }}
        />
      </span>
    </div>
  )
}

function CaseRule(props: { at: number; rule: Rule; onChange: (rule: Rule) => void }) {
  const { choices, sayer } = useBuilding()
  const history = useHistory<Group>(() => draftOf(props.rule))
  const { now } = history
  const { rule, onChange } = props
  const placed = useProblems()
    .filter(({ path }) => path[0] === 'cases' && path[1] === props.at && path[2] === 'when')
    .map((problem) => ({ ...problem, path: problem.path.slice(3) }))
  const own = problemsOf(now)
  useEffect(() => {
    const next = ruleOf(now)
    if (JSON.stringify(next) !== JSON.stringify(rule)) onChange(next)
  }, [now, rule, onChange])
  return (
    <Builder
      history={history}
      problems={own.length > 0 ? own : placed}
      choices={choices}
      sayer={sayer}
      isStrict={false}
    />
  )
}
