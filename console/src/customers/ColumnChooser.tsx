import { LayoutOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { COLUMNS, type ColumnKey, columnTitle } from './columns.tsx'
import styles from './FilterBar.module.css'

/** Which columns show; kept in the address, so in a saved view too. */
export function ColumnChooser(props: {
  shown: readonly ColumnKey[]
  onChange: (cols: string) => void
}) {
  const t = useTexts()
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <Checkbox.Group<ColumnKey>
          className={styles.choices}
          value={[...props.shown]}
          onChange={(keys) =>
            props.onChange(COLUMNS.filter((k) => k === 'name' || keys.includes(k)).join(','))
          }
          options={COLUMNS.map((key) => ({
            value: key,
            label: t(columnTitle(key)),
            disabled: key === 'name',
          }))}
        />
      }
    >
      <Button icon={<LayoutOutlined />} aria-label={t('customers.columns')}>
        {t('customers.columns')}
      </Button>
    </Popover>
  )
}
