import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useSettled } from '../../ui/settled.ts'
import { useBuilding } from '../building.tsx'
import { Pick } from '../Pick.tsx'
import { type Formula, formulaQuery } from './api.ts'
import styles from './Computed.module.css'

const REST_MS = 300

/** A formula as people write it; the server reads it while it is written. */
export function FormulaField(props: {
  text: string | null
  formula: Formula
  /** @param money whether what it gives is an amount, in fen */
  onChange: (formula: Formula, money: boolean) => void
}) {
  const t = useTexts()
  const { choices } = useBuilding()
  const [text, setText] = useState(props.text ?? '')
  const settled = useSettled(text, REST_MS)
  const read = useQuery({ ...formulaQuery(settled), enabled: settled.trim() !== '' })
  const { formula, onChange } = props
  const said = read.data
  useEffect(() => {
    if (said && JSON.stringify(said.formula) !== JSON.stringify(formula))
      onChange(said.formula, said.money)
  }, [said, formula, onChange])
  const named = (name: string) => (/^[\p{L}_$][\p{L}\p{N}_.$]*$/u.test(name) ? name : `\`${name}\``)
  return (
    <div className={styles.stack}>
      <Input.TextArea
        className={styles.formula}
        aria-label={t('computed_kind.formula')}
        placeholder="round(spent_90d / or(orders_90d, 1), 2)"
        autoSize={{ minRows: 2 }}
        maxLength={2_000}
        status={read.error ? 'error' : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {read.error && settled === text && <ErrorNote error={read.error} />}
      <span className={styles.row}>
        <span className={styles.hint}>{t('computed_formula.add')}</span>
        <Pick
          label={t('computed_formula.attribute')}
          value=""
          choices={choices.attributes}
          onChange={(name) =>
            setText(`${text}${text === '' || text.endsWith(' ') ? '' : ' '}${named(name)} `)
          }
        />
      </span>
      <span className={styles.hint}>{t('computed_formula.hint')}</span>
    </div>
  )
}
