import { InputNumber, Select } from 'antd'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Preview } from './api.ts'
import type { Draft } from './draft.ts'
import { Setting } from './Setting.tsx'
import styles from './Wizard.module.css'

const encodings = ['utf-8', 'gb18030', 'utf-16le'] as const
const delimiters = [',', '\t', ';', '|'] as const

/** How the file is read: what was found out, to be set right where it is wrong. */
export function FileSettings(props: {
  preview: Preview
  reading: Draft['reading']
  onChange: (reading: Draft['reading']) => void
}) {
  const { preview, reading } = props
  const t = useTexts()
  const change = (part: Draft['reading']) => props.onChange({ ...reading, ...part })
  return (
    <div className={styles.settings}>
      <span className={styles.setting}>
        {t('import_wizard.format')}
        <strong>{preview.format.toUpperCase()}</strong>
      </span>
      {preview.format === 'xlsx' ? (
        <Setting label={t('import_wizard.sheet')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: 200 }}
              value={reading.sheet ?? 1}
              onChange={(sheet) => change({ sheet })}
              options={preview.sheets.map((name, i) => ({ value: i + 1, label: name }))}
            />
          )}
        </Setting>
      ) : (
        <Setting label={t('import_wizard.encoding')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: 150 }}
              value={reading.encoding ?? preview.encoding}
              onChange={(encoding) => change({ encoding })}
              options={encodings.map((value) => ({
                value,
                label: value === 'gb18030' ? 'GBK / GB18030' : value.toUpperCase(),
              }))}
            />
          )}
        </Setting>
      )}
      {preview.format === 'csv' && (
        <Setting label={t('import_wizard.delimiter')}>
          {(id) => (
            <Select
              id={id}
              style={{ width: 120 }}
              value={reading.delimiter ?? preview.delimiter ?? ','}
              onChange={(delimiter) => change({ delimiter })}
              options={delimiters.map((value) => ({
                value,
                label: value === '\t' ? t('import_wizard.tab') : value,
              }))}
            />
          )}
        </Setting>
      )}
      {preview.format !== 'ndjson' && (
        <Setting label={t('import_wizard.skip_lines')}>
          {(id) => (
            <InputNumber
              id={id}
              min={0}
              max={100}
              precision={0}
              style={{ width: 100 }}
              value={reading.skip_lines ?? 0}
              onChange={(value) => change({ skip_lines: value ?? 0 })}
            />
          )}
        </Setting>
      )}
      <span className={styles.setting}>
        {t('import_wizard.column_count')}
        <strong>{exactNumber(preview.columns.length)}</strong>
      </span>
    </div>
  )
}
