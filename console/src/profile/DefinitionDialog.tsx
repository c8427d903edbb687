import { useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox, Form, Input, Radio, Select, Switch } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import {
  type AttributeType,
  type DataClass,
  type Definition,
  definitionsQuery,
  saveDefinition,
} from './api.ts'
import styles from './Definition.module.css'
import { SourceOrder } from './SourceOrder.tsx'
import { ValueLabels } from './ValueLabels.tsx'

const TYPES: readonly AttributeType[] = ['text', 'number', 'boolean', 'date', 'list', 'choice']
const CLASSES: readonly DataClass[] = ['public', 'personal', 'sensitive']

interface Fields {
  name: string
  label: string
  type: AttributeType
  label_en: string
  choices: string[]
  value_labels: Definition['value_labels']
  group: string
  data_class: DataClass
  masked: boolean
  source_priority: string[]
  description: string
  archived: boolean
}
const NEW: Partial<Fields> = {
  type: 'text',
  label_en: '',
  choices: [],
  value_labels: [],
  group: '',
  data_class: 'public',
  masked: false,
  source_priority: ['operator'],
  description: '',
  archived: false,
}

/** An attribute defined or changed; what a class does to values that are there is said first. */
export function DefinitionDialog(props: {
  definition?: Definition
  copied?: Definition
  onClose: () => void
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const dataClass = Form.useWatch('data_class', form)
  const type = Form.useWatch('type', form)
  const { definition, copied } = props
  const becomesSensitive = dataClass === 'sensitive' && definition?.data_class !== 'sensitive'
  return (
    <FormDialog<Fields>
      width={620}
      title={
        definition
          ? t('tags_page.edit', { name: definition.label })
          : copied
            ? t('copy_from.title', { name: copied.label })
            : t('attributes_page.create')
      }
      okText={definition ? t('action.save') : t('action.create')}
      form={form}
      initial={definition ?? (copied ? { ...copied, name: '', label: '', archived: false } : NEW)}
      save={(given) => {
        const { name, ...body } = { ...NEW, ...definition, ...given }
        return saveDefinition(definition?.name ?? name, {
          ...body,
          version: definition?.version ?? 0,
        })
      }}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: definitionsQuery.queryKey })
        await queryClient.invalidateQueries({ queryKey: ['customer'] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      {!definition && (
        <Form.Item
          name="name"
          label={t('attributes_page.name')}
          extra={t('attributes_page.name_words')}
          rules={[
            {
              required: true,
              pattern: /^[^\s/?#%]+$/,
              message: t('attributes_page.name_needed'),
            },
          ]}
        >
          <Input autoFocus maxLength={100} placeholder="skin_type" />
        </Form.Item>
      )}
      <div className={styles.two}>
        <Form.Item
          name="label"
          label={t('attributes_page.label')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input maxLength={60} placeholder={t('attributes_page.label_example')} />
        </Form.Item>
        <Form.Item name="label_en" label={t('attributes_page.label_en')}>
          <Input maxLength={60} placeholder={t('attributes_page.label_en_words')} />
        </Form.Item>
      </div>
      <Form.Item name="group" label={t('attributes_page.group')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="type" label={t('attributes_page.type')}>
        <Select options={TYPES.map((one) => ({ value: one, label: t(`attribute_type.${one}`) }))} />
      </Form.Item>
      {type === 'choice' && (
        <Form.Item
          name="choices"
          label={t('attributes_page.choices')}
          rules={[
            {
              required: true,
              type: 'array',
              min: 1,
              message: t('attributes_page.choices_needed'),
            },
          ]}
        >
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            placeholder={t('attributes_page.choices_words')}
          />
        </Form.Item>
      )}
      <Form.Item label={t('attributes_page.values')} extra={t('attributes_page.values_words')}>
        <ValueLabels />
      </Form.Item>
      <Form.Item name="data_class" label={t('attributes_page.class')}>
        <Radio.Group className={styles.classes}>
          {CLASSES.map((one) => (
            <Radio key={one} value={one} className={styles.class}>
              {t(`data_class.${one}`)}
              <div className={styles.words}>{t(`data_class.${one}_words`)}</div>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {dataClass === 'personal' && (
        <Form.Item name="masked" valuePropName="checked" extra={t('attributes_page.masked_words')}>
          <Checkbox>{t('attributes_page.masked')}</Checkbox>
        </Form.Item>
      )}
      {becomesSensitive && (
        <Alert
          type="warning"
          showIcon
          className={styles.alert}
          title={t('attributes_page.becomes_sensitive')}
          description={t('attributes_page.becomes_sensitive_words')}
        />
      )}
      <Form.Item
        name="source_priority"
        label={t('attributes_page.priority')}
        extra={t('attributes_page.priority_words')}
      >
        <SourceOrder />
      </Form.Item>
      <Form.Item name="description" label={t('tags_page.description')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      {definition && (
        <Form.Item
          name="archived"
          label={t('tags_page.archived')}
          extra={t('attributes_page.archived_words')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      )}
    </FormDialog>
  )
}
