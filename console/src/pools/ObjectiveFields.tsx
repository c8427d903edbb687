import { DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import { MEASURES, objectiveOf } from './objective.ts'
import styles from './Pool.module.css'

/** What is to be reached, by which figure, how much of it and until when. */
export function ObjectiveFields(props: { name: 'short_objective' | 'long_objective' }) {
  const t = useTexts()
  const { name } = props
  const title = t(`pool_field.${name}`)
  const measure = Form.useWatch([name, 'measure'])
  return (
    <fieldset className={styles.objective}>
      <legend>{title}</legend>
      <Form.Item
        name={[name, 'text']}
        label={t('pool_page.objective_text')}
        rules={[
          ({ getFieldValue }) => ({
            validator: () =>
              objectiveOf(getFieldValue(name)) === undefined
                ? Promise.reject(new Error(t('pool_page.objective_whole')))
                : Promise.resolve(),
          }),
        ]}
        dependencies={['measure', 'target', 'until'].map((part) => [name, part])}
      >
        <Input maxLength={500} placeholder={t('pool_example.objective')} />
      </Form.Item>
      <div className={styles.three}>
        <Form.Item name={[name, 'measure']} label={t('pool_page.measure')}>
          <Select
            allowClear
            options={MEASURES.map((value) => ({ value, label: t(`pool_measure.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name={[name, 'target']} label={t('pool_page.target')}>
          <InputNumber
            min={1}
            precision={measure === 'amount_fen' ? 2 : 0}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item
          name={[name, 'until']}
          label={t('pool_page.until')}
          getValueProps={(value?: string | null) => ({ value: value ? dayjs(value) : null })}
          normalize={(value: Dayjs | null) => value?.format('YYYY-MM-DD') ?? null}
        >
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </fieldset>
  )
}
