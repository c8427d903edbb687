import { Form, Input, InputNumber, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { type PointsRule, type Rule, saveRule } from './api.ts'

const KINDS = ['order', 'check_in', 'event', 'profile'] as const
const ROUNDS = ['down', 'nearest', 'up'] as const
const PENDING = ['none', 'receipt', 'days', 'approval'] as const
const CAPS = ['day_points', 'day_times', 'person_points', 'person_times'] as const

interface Fields {
  name: string
  kind: (typeof KINDS)[number]
  points: number
  per_yuan: number
  round: (typeof ROUNDS)[number]
  without_categories: string[]
  event: string
  attributes: string[]
  pending: (typeof PENDING)[number]
  days: number
  day_points: number | null
  day_times: number | null
  person_points: number | null
  person_times: number | null
}

function fieldsOf(rule: PointsRule | undefined): Partial<Fields> {
  if (!rule)
    return {
      ...{ kind: 'order', points: 1, per_yuan: 1, round: 'down', pending: 'none', days: 7 },
    }
  const { on, caps, pending } = rule.draft
  return {
    ...{ name: rule.name, kind: on.kind, points: on.points, ...caps },
    ...(on.kind === 'order' && {
      ...{ per_yuan: on.per_fen / 100, round: on.round, without_categories: on.without_categories },
    }),
    ...('event' in on && { event: on.event }),
    ...(on.kind === 'profile' && { attributes: on.attributes }),
    pending: pending?.kind ?? 'none',
    days: pending && 'days' in pending ? pending.days : 7,
  }
}

/** What the form does not show of the draft stays as it is. */
function ruleOf(fields: Fields, before: Rule | undefined): Rule {
  const { kind, points, pending: waits, days } = fields
  const old = before?.on.kind === kind ? before.on : {}
  const on = {
    ...old,
    ...{ kind, points },
    ...(kind === 'order' && {
      ...{ per_fen: Math.round(fields.per_yuan * 100), round: fields.round },
      without_categories: fields.without_categories ?? [],
    }),
    ...((kind === 'event' || kind === 'check_in') && { event: fields.event }),
    ...(kind === 'profile' && { attributes: fields.attributes }),
  } as Rule['on']
  return {
    on,
    caps: {
      day_points: fields.day_points ?? null,
      day_times: fields.day_times ?? null,
      person_points: fields.person_points ?? null,
      person_times: fields.person_times ?? null,
    },
    pending: waits === 'days' || waits === 'receipt' ? { kind: waits, days } : { kind: waits },
  }
}

/** Drafts a rule; nothing of it is in force before it is published. */
export function RuleForm(props: {
  rule: PointsRule | undefined
  onClose: () => void
  onSaved: () => unknown
}) {
  const t = useTexts()
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form)
  const pending = Form.useWatch('pending', form)
  const needed = [{ required: true, message: t('points.needed') }]
  return (
    <FormDialog<Fields>
      title={props.rule ? t('points.edit_rule') : t('points.new_rule')}
      okText={t('action.save')}
      form={form}
      initial={fieldsOf(props.rule)}
      width={560}
      save={(fields) =>
        saveRule(props.rule?.id, {
          name: fields.name,
          rule: ruleOf(fields, props.rule?.draft),
        })
      }
      onSaved={async () => {
        await props.onSaved()
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="name" label={t('points.rule_name')} rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="kind" label={t('points.rule_for')} rules={needed}>
        <Select options={KINDS.map((value) => ({ value, label: t(`points.for_${value}`) }))} />
      </Form.Item>
      {kind === 'order' && (
        <Form.Item name="per_yuan" label={t('points.per_yuan')} rules={needed}>
          <InputNumber min={0.01} precision={2} style={{ width: '100%' }} />
        </Form.Item>
      )}
      <Form.Item name="points" label={t('points.points')} rules={needed}>
        <InputNumber min={1} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {kind === 'order' && (
        <>
          <Form.Item name="round" label={t('points.round')}>
            <Select
              options={ROUNDS.map((value) => ({ value, label: t(`points.round_${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="without_categories" label={t('points.without_categories')}>
            <Select mode="tags" open={false} suffixIcon={null} />
          </Form.Item>
        </>
      )}
      {(kind === 'event' || kind === 'check_in') && (
        <Form.Item
          name="event"
          label={t('points.event')}
          extra={t('points.event_hint')}
          rules={needed}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
      {kind === 'profile' && (
        <Form.Item
          name="attributes"
          label={t('points.attributes')}
          extra={t('points.attributes_hint')}
          rules={needed}
        >
          <Select mode="tags" open={false} suffixIcon={null} />
        </Form.Item>
      )}
      {CAPS.map((cap) => (
        <Form.Item key={cap} name={cap} label={t(`points.cap_${cap}`)}>
          <InputNumber
            min={1}
            precision={0}
            placeholder={t('points.no_cap')}
            style={{ width: '100%' }}
          />
        </Form.Item>
      ))}
      <Form.Item name="pending" label={t('points.pending_rule')}>
        <Select
          options={PENDING.map((value) => ({ value, label: t(`points.pending_${value}`) }))}
        />
      </Form.Item>
      {(pending === 'days' || pending === 'receipt') && (
        <Form.Item name="days" label={t('points.pending_most_days')} rules={needed}>
          <InputNumber min={1} max={365} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      )}
    </FormDialog>
  )
}
