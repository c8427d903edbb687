import { Select, Table, type TableColumnsType } from 'antd'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Nothing } from '../ui/When.tsx'
import type { KindFields, Preview } from './api.ts'
import { assign, type Draft, fieldOf } from './draft.ts'
import styles from './Wizard.module.css'
import { useFieldOptions } from './words.ts'

interface Line {
  column: string
  values: string[]
}

/** Each column with its first values and the field it feeds. */
export function ColumnTable(props: {
  preview: Preview
  kind: KindFields | undefined
  draft: Draft
  onChange: (draft: Draft) => void
}) {
  const { preview, draft } = props
  const t = useTexts()
  const optionsOf = useFieldOptions(props.kind)
  const lines: Line[] = preview.columns
    .map((column, i) => ({
      column,
      values: preview.rows.flatMap((row) => (row[i] ? [row[i]] : [])).slice(0, 3),
    }))
    .filter(({ column }) => column !== '')
  const columns: TableColumnsType<Line> = [
    {
      key: 'column',
      title: t('import_wizard.column'),
      render: (_, line) => (
        <div className={styles.column}>
          <span className={styles.name}>{line.column}</span>
          <span className={styles.values} title={line.values.join(' · ')}>
            {line.values.length > 0 ? line.values.join(' · ') : t('import_wizard.no_values')}
          </span>
        </div>
      ),
    },
    {
      key: 'field',
      title: t('import_wizard.field'),
      width: 300,
      render: (_, line) => (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          style={{ width: '100%', maxWidth: 280 }}
          aria-label={t('import_wizard.field_of', { column: line.column })}
          placeholder={t('import_wizard.left_out')}
          value={fieldOf(draft, line.column)}
          onChange={(field: string | undefined) =>
            props.onChange(assign(draft, line.column, field, preview.guess))
          }
          options={optionsOf(line.column)}
        />
      ),
    },
    {
      key: 'sure',
      title: t('import_wizard.sure'),
      width: 190,
      render: (_, line) => <Sure preview={preview} draft={draft} column={line.column} />,
    },
  ]
  return (
    <Table<Line>
      size="small"
      columns={columns}
      dataSource={lines}
      rowKey={(line) => line.column}
      pagination={false}
      scroll={{ x: 640 }}
    />
  )
}

function Sure(props: { preview: Preview; draft: Draft; column: string }) {
  const { preview, draft, column } = props
  const t = useTexts()
  const field = fieldOf(draft, column)
  const guessed = preview.guess.fields.find((f) => f.column === column)
  if (!field) return <Nothing />
  if (!guessed || guessed.field !== field) return <Chip>{t('import_wizard.by_hand')}</Chip>
  if (guessed.by === 'rest') return <Chip>{t('import_wizard.by_rest')}</Chip>
  return (
    <Chip tone={guessed.confidence >= 0.8 ? 'good' : 'warning'}>
      {t(`import_wizard.by_${guessed.by}`)} {percent(guessed.confidence)}
    </Chip>
  )
}
