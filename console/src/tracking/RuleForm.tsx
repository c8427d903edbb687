import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, AutoComplete, Button, Drawer, Form, Input, InputNumber, Radio, Select } from 'antd'
import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import {
  addRule,
  changeRule,
  type Rule,
  type RuleSetting,
  TRACKING,
  type TrackedDetail,
  type Trial,
  tryRule,
} from './api.ts'
import { kinds, type RuleFields, settingOf } from './ruleFields.ts'
import { useSentence } from './sentence.ts'
import styles from './tracking.module.css'

/** A rule as a sentence while it is built; tried on the last week before it refuses anything. */
export function RuleForm(props: {
  open: boolean
  event: TrackedDetail
  rule: Rule | undefined
  /** A new rule begins with what this one asks, for another property. */
  copied?: Rule | undefined
  onClose: () => void
}) {
  const { event, rule } = props
  const t = useTexts()
  const sentence = useSentence()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<RuleFields>()
  const fields = Form.useWatch([], form) as RuleFields | undefined
  const setting = fields && settingOf(fields)
  const property = fields?.kind === 'unknown_property' ? '' : (fields?.property?.trim() ?? '')
  const isWhole = setting !== undefined && (setting.kind === 'unknown_property' || property !== '')
  const trying = useMutation({ mutationFn: tryRule })
  const trial = trying.data
  const saving = useMutation({
    mutationFn: (ready: { setting: RuleSetting; action: Rule['action'] }) =>
      rule
        ? changeRule(rule.id, { version: rule.version, ...ready })
        : addRule({ event_name: event.name, property, ...ready }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      props.onClose()
    },
  })
  const submit = () => {
    if (setting && isWhole && fields) saving.mutate({ setting, action: fields.action })
  }
  return (
    <Drawer
      open={props.open}
      onClose={props.onClose}
      title={rule ? t('rule.edit') : t('rule.add')}
      size={520}
      destroyOnHidden
      afterOpenChange={(isOpen) => {
        if (isOpen) return
        saving.reset()
        trying.reset()
      }}
      extra={
        <Button type="primary" loading={saving.isPending} disabled={!isWhole} onClick={submit}>
          {t('tracking.save')}
        </Button>
      }
    >
      {saving.error && <ErrorNote error={saving.error} />}
      <Form<RuleFields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={props.copied ? { ...startOf(props.copied), property: '' } : startOf(rule)}
        onValuesChange={() => trying.reset()}
      >
        <Form.Item name="kind" label={t('rule.kind')}>
          <Select
            disabled={rule !== undefined}
            options={kinds.map((value) => ({ value, label: t(`rule.kind_${value}`) }))}
          />
        </Form.Item>
        {fields?.kind !== 'unknown_property' && (
          <Form.Item name="property" label={t('property.name')}>
            <AutoComplete
              disabled={rule !== undefined}
              options={event.property_items.map(({ name }) => ({ value: name }))}
              showSearch={{
                filterOption: (text, option) => String(option?.value).includes(text),
              }}
            />
          </Form.Item>
        )}
        {fields && <KindFields kind={fields.kind} />}
        <Form.Item name="action" label={t('rule.action')}>
          <Radio.Group
            options={(['warn', 'reject', 'off'] as const).map((value) => ({
              value,
              label: t(`rule.action_${value}_words`),
            }))}
            vertical
          />
        </Form.Item>
      </Form>
      {setting && isWhole && (
        <div className={styles.trial}>
          <p className={styles.sentence}>{sentence(property, setting)}</p>
          <div className={styles.facts}>
            <Button
              size="small"
              loading={trying.isPending}
              onClick={() => trying.mutate({ event_name: event.name, property, setting })}
            >
              {t('rule.try')}
            </Button>
            {trial && <Tried trial={trial} />}
          </div>
        </div>
      )}
      {trying.error && <ErrorNote error={trying.error} />}
      {fields?.action === 'reject' && !trial && (
        <Alert type="warning" showIcon title={t('rule.try_first')} />
      )}
    </Drawer>
  )
}

function Tried(props: { trial: Trial }) {
  const t = useTexts()
  const { events, broken, is_blind } = props.trial
  if (is_blind) return <span>{t('rule.blind')}</span>
  if (events === 0) return <span>{t('rule.nothing_to_try')}</span>
  return (
    <span role="status">
      {t('rule.tried', {
        events: exactNumber(events),
        broken: exactNumber(broken),
        share: percent(broken / events),
      })}
    </span>
  )
}

function KindFields(props: { kind: RuleSetting['kind'] }) {
  const t = useTexts()
  switch (props.kind) {
    case 'type':
      return (
        <Form.Item name="type" label={t('property.type')}>
          <Select
            options={(['string', 'number', 'integer', 'boolean', 'list', 'object'] as const).map(
              (value) => ({ value, label: t(`rule.type_${value}`) }),
            )}
          />
        </Form.Item>
      )
    case 'enum':
      return (
        <Form.Item name="values" label={t('rule.values')} extra={t('rule.values_hint')}>
          <Select mode="tags" tokenSeparators={[',', '，', '\n']} open={false} />
        </Form.Item>
      )
    case 'pattern':
      return (
        <Form.Item name="pattern" label={t('rule.pattern')} extra={t('rule.pattern_hint')}>
          <Input maxLength={500} className={styles.code} spellCheck={false} />
        </Form.Item>
      )
    case 'range':
      return (
        <div className={styles.buttons}>
          <Form.Item name="min" label={t('rule.min')}>
            <InputNumber />
          </Form.Item>
          <Form.Item name="max" label={t('rule.max')}>
            <InputNumber />
          </Form.Item>
        </div>
      )
    case 'max_length':
      return (
        <Form.Item name="length" label={t('rule.max_length')}>
          <InputNumber min={0} max={1_000_000} precision={0} />
        </Form.Item>
      )
    default:
      return null
  }
}

function startOf(rule: Rule | undefined): RuleFields {
  const start: RuleFields = { kind: 'required', property: '', action: 'warn', type: 'string' }
  if (!rule) return start
  const { setting } = rule
  return {
    ...start,
    kind: setting.kind,
    property: rule.property,
    action: rule.action,
    ...(setting.kind === 'type' && { type: setting.type }),
    ...(setting.kind === 'enum' && { values: [...new Set(setting.values.map(String))] }),
    ...(setting.kind === 'pattern' && { pattern: setting.pattern }),
    ...(setting.kind === 'range' && { min: setting.min, max: setting.max }),
    ...(setting.kind === 'max_length' && { length: setting.max }),
  }
}
