import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Definition.module.css'

const FIELDS = ['value', 'label', 'label_en'] as const

/** What coded values are called: a row a value, in a form that holds `value_labels`. */
export function ValueLabels() {
  const t = useTexts()
  return (
    <Form.List name="value_labels">
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name }) => (
            <div key={key} className={styles.valueLabel}>
              {FIELDS.map((field) => (
                <Form.Item
                  key={field}
                  name={[name, field]}
                  rules={
                    field === 'label_en'
                      ? []
                      : [{ required: true, whitespace: true, message: t('field.name_needed') }]
                  }
                >
                  <Input
                    maxLength={60}
                    aria-label={t(`attributes_page.value_${field}`)}
                    placeholder={t(`attributes_page.value_${field}`)}
                  />
                </Form.Item>
              ))}
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('attributes_page.value_remove')}
                title={t('attributes_page.value_remove')}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button
            type="dashed"
            size="small"
            icon={<PlusOutlined />}
            onClick={() => add({ value: '', label: '', label_en: '' })}
          >
            {t('attributes_page.value_add')}
          </Button>
        </>
      )}
    </Form.List>
  )
}
