import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Radio, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { purposesQuery } from '../people/api.ts'
import { batchesQuery } from '../promotion/api.ts'
import { useMay } from '../session/session.ts'
import type { FormDraft } from './api.ts'
import styles from './Leads.module.css'

/** What the form says, what she agrees to, what she gets, and who gets the lead. */
export function FormSettings(props: {
  name: string
  draft: FormDraft
  mayWrite: boolean
  onName: (name: string) => void
  onChange: (draft: FormDraft) => void
}) {
  const { draft } = props
  const t = useTexts()
  const purposes = useQuery(purposesQuery)
  const change = (part: Partial<FormDraft>) => props.onChange({ ...draft, ...part })
  const texts = (purposes.data?.items ?? [])
    .filter(({ retired }) => !retired)
    .flatMap(({ purpose, name, texts }) =>
      texts.map(({ version, text }) => ({
        value: JSON.stringify([purpose, version]),
        label: `${name || t(`consent_purpose.${purpose}` as 'consent_purpose.marketing')} · ${version}`,
        text,
      })),
    )
  const agreed = draft.consent && JSON.stringify([draft.consent.purpose, draft.consent.version])
  return (
    <Form layout="vertical" disabled={!props.mayWrite}>
      <Form.Item label={t('lead_forms.name')} htmlFor="lead-name" extra={t('lead_forms.name_hint')}>
        <Input
          id="lead-name"
          maxLength={100}
          value={props.name}
          onChange={(event) => props.onName(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t('lead_forms.title')} htmlFor="lead-title">
        <Input
          id="lead-title"
          maxLength={60}
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('lead_forms.intro')} htmlFor="lead-intro">
        <Input.TextArea
          id="lead-intro"
          maxLength={500}
          autoSize={{ minRows: 2 }}
          value={draft.intro}
          onChange={(event) => change({ intro: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('lead_forms.thanks')} htmlFor="lead-thanks">
        <Input
          id="lead-thanks"
          maxLength={500}
          value={draft.thanks}
          onChange={(event) => change({ thanks: event.target.value })}
        />
      </Form.Item>
      <Form.Item
        label={t('lead_forms.consent')}
        htmlFor="lead-consent"
        extra={
          texts.find(({ value }) => value === agreed)?.text ??
          t(texts.length === 0 ? 'lead_forms.no_texts' : 'lead_forms.consent_hint')
        }
      >
        <Select
          id="lead-consent"
          loading={purposes.isLoading}
          value={agreed}
          onChange={(value: string) => {
            const [purpose, version] = JSON.parse(value) as [string, string]
            change({ consent: { purpose, version } })
          }}
          options={texts.map(({ value, label }) => ({ value, label }))}
        />
      </Form.Item>
      <RewardFields draft={draft} change={change} />
      <Form.Item
        label={t('lead_forms.owner_staff')}
        htmlFor="lead-staff"
        extra={t('lead_forms.owner_hint')}
      >
        <StaffPicker
          id="lead-staff"
          value={draft.owners.staff_id}
          disabled={!props.mayWrite}
          placeholder={t('lead_forms.nobody')}
          onChange={(staff_id) => change({ owners: { ...draft.owners, staff_id } })}
        />
      </Form.Item>
      <Form.Item label={t('lead_forms.owner_store')} htmlFor="lead-store">
        <StorePicker
          id="lead-store"
          value={draft.owners.store_id}
          disabled={!props.mayWrite}
          placeholder={t('lead_forms.nobody')}
          onChange={(store_id) => change({ owners: { ...draft.owners, store_id } })}
        />
      </Form.Item>
      <Form.Item label={t('lead_forms.due_hours')} htmlFor="lead-due">
        <InputNumber
          id="lead-due"
          min={1}
          max={720}
          precision={0}
          value={draft.due_hours}
          onChange={(hours) => change({ due_hours: hours ?? 24 })}
        />
      </Form.Item>
    </Form>
  )
}

function RewardFields(props: { draft: FormDraft; change: (part: Partial<FormDraft>) => void }) {
  const t = useTexts()
  const {
    draft: { reward },
    change,
  } = props
  const batches = useQuery({
    ...batchesQuery({ limit: 200 }),
    enabled: useMay('promotion:read'),
  })
  const personal = (batches.data?.items ?? []).filter(({ kind }) => kind === 'personal')
  const choose = (kind: FormDraft['reward']['kind']) => {
    const first = personal[0]
    if (kind === 'points') change({ reward: { kind, points: 50 } })
    else if (kind === 'coupon' && first)
      change({ reward: { kind, batch_id: first.id, label: first.name.slice(0, 40) } })
    else change({ reward: { kind: 'none' } })
  }
  return (
    <>
      <Form.Item label={t('lead_forms.reward')}>
        <Radio.Group
          aria-label={t('lead_forms.reward')}
          value={reward.kind}
          onChange={(event) => choose(event.target.value)}
          options={(['none', 'points', 'coupon'] as const).map((value) => ({
            value,
            label: t(`lead_reward.${value}`),
            disabled: value === 'coupon' && personal.length === 0,
          }))}
        />
      </Form.Item>
      {reward.kind === 'points' && (
        <Form.Item label={t('lead_forms.points')} htmlFor="lead-points">
          <InputNumber
            id="lead-points"
            min={1}
            max={1_000_000}
            precision={0}
            value={reward.points}
            onChange={(points) => change({ reward: { ...reward, points: points ?? 1 } })}
          />
        </Form.Item>
      )}
      {reward.kind === 'coupon' && (
        <div className={styles.pair}>
          <Form.Item label={t('lead_forms.batch')} htmlFor="lead-batch">
            <Select
              id="lead-batch"
              value={reward.batch_id}
              onChange={(batch_id: string) => change({ reward: { ...reward, batch_id } })}
              options={personal.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
          <Form.Item label={t('lead_forms.coupon_label')} htmlFor="lead-coupon-label">
            <Input
              id="lead-coupon-label"
              maxLength={40}
              value={reward.label}
              onChange={(event) => change({ reward: { ...reward, label: event.target.value } })}
            />
          </Form.Item>
        </div>
      )}
    </>
  )
}
