import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { AutoComplete, Button, Form, Input, InputNumber, Select } from 'antd'
import { catalogueQuery } from '../events/api.ts'
import { useEventTitle } from '../events/words.ts'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { dryRunRule, type RuleFields, saveTagRule, type TagRule } from './api.ts'
import { RuleSentence } from './RuleSentence.tsx'
import {
  conditionsOf,
  type DraftCondition,
  draftsOf,
  OPERATIONS,
  takesNothing,
} from './ruleDraft.ts'
import { useTagOptions } from './TagDialog.tsx'
import styles from './Tags.module.css'

interface Fields {
  name: string
  event_name: string
  conditions: DraftCondition[]
  tag: string
  days: number | null
}

/** What every event carries besides its properties. */
const EVENT_FIELDS = ['platform', 'source', 'store_id', 'staff_id', 'channel_id', 'activity_id']

/** A rule, said as a sentence while it is built; a dry run shows whom it would have tagged. */
export function RuleDialog(props: { rule?: TagRule; copied?: TagRule; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const values = Form.useWatch([], form) as Partial<Fields> | undefined
  const options = useTagOptions()
  const { rule, copied } = props
  const start = rule ?? (copied && { ...copied, name: t('copy_from.name', { name: copied.name }) })
  const fieldsOf = (given: Partial<Fields>): RuleFields => ({
    name: given.name ?? '',
    event_name: given.event_name ?? '',
    conditions: conditionsOf(given.conditions ?? []),
    tag: given.tag ?? '',
    days: given.days ?? null,
    on: rule?.on ?? true,
  })
  return (
    <FormDialog<Fields>
      width={680}
      title={
        rule
          ? t('tags_page.edit', { name: rule.name })
          : copied
            ? t('copy_from.title', { name: copied.name })
            : t('tags_page.create_rules')
      }
      okText={rule ? t('action.save') : t('action.create')}
      form={form}
      initial={
        start
          ? { ...start, conditions: draftsOf(start.conditions ?? []) }
          : { conditions: [], days: null }
      }
      save={(given: Fields) => saveTagRule(fieldsOf(given), rule)}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: ['tag-rules'] })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('tag_rules.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} placeholder={t('tag_rules.name_example')} />
      </Form.Item>
      <EventField />
      <Conditions eventName={values?.event_name} />
      <Form.Item
        name="tag"
        label={t('tag_rules.tag')}
        rules={[{ required: true, message: t('tags.choose') }]}
      >
        <Select showSearch options={options} placeholder={t('tags.choose')} />
      </Form.Item>
      <Form.Item name="days" label={t('tags.days')} extra={t('tag_rules.days_words')}>
        <InputNumber min={1} max={3650} suffix={t('tags.days_unit')} style={{ width: 160 }} />
      </Form.Item>
      {values?.event_name && values.tag && <RuleSentence rule={fieldsOf(values)} />}
      {values?.event_name && <DryRun rule={fieldsOf(values)} />}
    </FormDialog>
  )
}

function EventField() {
  const t = useTexts()
  const titleOf = useEventTitle()
  const catalogue = useQuery(catalogueQuery)
  return (
    <Form.Item
      name="event_name"
      label={t('tag_rules.event')}
      rules={[{ required: true, whitespace: true, message: t('tag_rules.event_needed') }]}
    >
      <AutoComplete
        placeholder={t('tag_rules.event_example')}
        showSearch={{
          filterOption: (words, option) =>
            `${option?.value} ${option?.label}`.toLowerCase().includes(words.toLowerCase()),
        }}
        options={(catalogue.data ?? []).map((e) => ({
          value: e.name,
          label: titleOf(e.name) ? `${titleOf(e.name)} (${e.name})` : e.name,
        }))}
      />
    </Form.Item>
  )
}

function Conditions(props: { eventName: string | undefined }) {
  const t = useTexts()
  const catalogue = useQuery(catalogueQuery)
  const properties = catalogue.data?.find((e) => e.name === props.eventName)?.properties ?? []
  return (
    <Form.Item label={t('tag_rules.conditions')}>
      <Form.List name="conditions">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div key={row.key} className={styles.condition}>
                <Form.Item
                  name={[row.name, 'property']}
                  noStyle
                  rules={[{ required: true, message: t('tag_rules.property_needed') }]}
                >
                  <AutoComplete
                    aria-label={t('tag_rules.property')}
                    placeholder={t('tag_rules.property')}
                    showSearch
                    options={[
                      ...properties.map((p) => ({ value: p.name })),
                      ...EVENT_FIELDS.map((name) => ({ value: `event.${name}` })),
                    ]}
                  />
                </Form.Item>
                <Form.Item name={[row.name, 'op']} noStyle>
                  <Select
                    aria-label={t('tag_rules.op')}
                    options={OPERATIONS.map((op) => ({ value: op, label: t(`tag_rule_op.${op}`) }))}
                  />
                </Form.Item>
                <Form.Item noStyle shouldUpdate>
                  {({ getFieldValue }) => (
                    <Form.Item name={[row.name, 'value']} noStyle>
                      <Input
                        aria-label={t('tag_rules.value')}
                        placeholder={t('tag_rules.value')}
                        disabled={takesNothing(getFieldValue(['conditions', row.name, 'op']))}
                      />
                    </Form.Item>
                  )}
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t('tag_rules.remove_condition')}
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
            <Button
              type="dashed"
              size="small"
              icon={<PlusOutlined />}
              onClick={() => add({ property: '', op: 'is', value: '' })}
            >
              {t('tag_rules.add_condition')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  )
}

function DryRun(props: { rule: RuleFields }) {
  const t = useTexts()
  const asked = JSON.stringify([props.rule.event_name, props.rule.conditions])
  const trying = useMutation({
    mutationFn: async (about: string) => ({
      about,
      ...(await dryRunRule({
        event_name: props.rule.event_name,
        conditions: props.rule.conditions ?? [],
      })),
    }),
  })
  // A figure of other conditions than those on the screen would mislead.
  const found = trying.data?.about === asked ? trying.data : undefined
  return (
    <div className={styles.dryRun} aria-live="polite">
      <Button size="small" loading={trying.isPending} onClick={() => trying.mutate(asked)}>
        {t('tag_rules.dry_run')}
      </Button>
      {trying.error ? (
        <ErrorNote error={trying.error} />
      ) : found ? (
        <>
          <span>
            {t('tag_rules.dry_run_found', {
              customers: exactNumber(found.customers),
              events: exactNumber(found.events),
            })}
          </span>
          {found.sample.map((id) => (
            <Link key={id} to="/customers/$customerId" params={{ customerId: String(id) }}>
              #{id}
            </Link>
          ))}
        </>
      ) : (
        <span className={styles.quiet}>{t('tag_rules.dry_run_words')}</span>
      )}
    </div>
  )
}
