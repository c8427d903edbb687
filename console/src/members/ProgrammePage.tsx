import { useQuery } from '@tanstack/react-query'
import { App, Button, Form, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import {
  type Ladder,
  type Programme,
  plansQuery,
  programmeQuery,
  saveProgramme,
  useMembershipChanged,
  versionsQuery,
} from './api.ts'
import { LevelsForm } from './LevelsForm.tsx'
import styles from './Members.module.css'
import { RulesTold } from './RulesTold.tsx'

const WAYS = ['operator', 'shop', 'api', 'event', 'first_order'] as const

/** The programme, its levels, and those of fans. */
export function ProgrammePage() {
  const t = useTexts()
  const mayWrite = useMay('membership:write')
  const programme = useQuery(programmeQuery)
  const [isSetting, setSetting] = useState(false)
  const set = mayWrite && (
    <Button
      type={programme.data?.programme ? 'default' : 'primary'}
      onClick={() => setSetting(true)}
    >
      {t(programme.data?.programme ? 'members.change_programme' : 'members.make_programme')}
    </Button>
  )
  const present = programme.data?.programme
  return (
    <Page title={t('members.programme')} purpose={t('members.programme_purpose')} actions={set}>
      {programme.error && (
        <ErrorPanel error={programme.error} onRetry={() => void programme.refetch()} />
      )}
      {!programme.data && !programme.error && <SkeletonLines lines={6} />}
      {programme.data && !present && (
        <EmptyState title={t('members.no_programme')} action={set}>
          <p>{t('members.no_programme_words')}</p>
        </EmptyState>
      )}
      {present && (
        <>
          <Panel title={present.name}>
            <KeyValues
              rows={[
                {
                  ...{ key: 'terms', label: t('members.terms_version') },
                  value: present.terms_version,
                },
                {
                  ...{ key: 'joining', label: t('members.joining') },
                  value:
                    present.joining.length === 0 ? (
                      <Nothing />
                    ) : (
                      present.joining.map((way) => t(`members.way_${way}`)).join(t('members.comma'))
                    ),
                },
                {
                  ...{ key: 'trial', label: t('members.trial_plan') },
                  value: present.trial_plan ?? <Nothing />,
                },
              ]}
            />
          </Panel>
          <Levels mayWrite={mayWrite} />
        </>
      )}
      {isSetting && programme.data && (
        <ProgrammeForm programme={present ?? null} onClose={() => setSetting(false)} />
      )}
    </Page>
  )
}

function Levels(props: { mayWrite: boolean }) {
  const t = useTexts()
  const [ladder, setLadder] = useState<Ladder>('growth')
  const [isEditing, setEditing] = useState(false)
  const versions = useQuery(versionsQuery(ladder))
  const present = versions.data?.items[0]
  return (
    <Panel
      title={t('members.levels')}
      extra={
        <div className={styles.row}>
          <Segmented<Ladder>
            value={ladder}
            options={[
              { value: 'growth', label: t('members.ladder_growth') },
              { value: 'fan', label: t('members.ladder_fan') },
            ]}
            onChange={setLadder}
          />
          {props.mayWrite && versions.data && (
            <Button type="primary" onClick={() => setEditing(true)}>
              {t('members.edit_levels')}
            </Button>
          )}
        </div>
      }
    >
      {versions.error && (
        <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />
      )}
      {!versions.data && !versions.error && <SkeletonLines lines={5} />}
      {versions.data && !present && (
        <p className={styles.quiet}>
          {t(ladder === 'fan' ? 'members.no_fan_rules' : 'members.no_rules')}
        </p>
      )}
      {present && <RulesTold rules={present.rules} />}
      {versions.data && versions.data.items.length > 0 && (
        <>
          <h3>{t('members.versions')}</h3>
          <ul className={styles.steps}>
            {versions.data.items.map((one) => (
              <li key={one.version}>
                v{one.version} · <When at={one.published_at} /> · {one.published_by_name} {one.note}
              </li>
            ))}
          </ul>
        </>
      )}
      {isEditing && versions.data && (
        <LevelsForm
          key={ladder}
          ladder={ladder}
          published={present}
          onClose={() => setEditing(false)}
        />
      )}
    </Panel>
  )
}

interface Fields {
  name: string
  terms_version: string
  terms_text?: string
  joining: Programme['joining']
  join_event?: string
  trial_plan?: string
}

function ProgrammeForm(props: { programme: Programme | null; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useMembershipChanged()
  const [form] = Form.useForm<Fields>()
  const joining = Form.useWatch('joining', form)
  const language = useLanguage()
  const plans = useQuery(plansQuery)
  const { programme } = props
  return (
    <FormDialog<Fields>
      title={t('members.programme')}
      okText={t('action.save')}
      form={form}
      initial={{
        name: programme?.name,
        terms_version: programme?.terms_version,
        terms_text: programme?.terms_text,
        joining: programme?.joining ?? ['operator', 'api'],
        join_event: programme?.join_event ?? undefined,
        trial_plan: programme?.trial_plan ?? undefined,
      }}
      save={({ join_event, terms_text, trial_plan, ...fields }) =>
        saveProgramme({
          ...fields,
          terms_text: terms_text ?? '',
          join_event: fields.joining.includes('event') ? (join_event ?? null) : null,
          trial_plan: trial_plan ?? null,
          revision: programme?.revision ?? 0,
        })
      }
      onSaved={async () => {
        void message.success(t('members.saved'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('members.name')}
        rules={[{ required: true, whitespace: true, message: t('members.name_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="terms_version"
        label={t('members.terms_version')}
        tooltip={t('members.terms_hint')}
        rules={[{ required: true, whitespace: true, message: t('members.terms_needed') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="terms_text"
        label={t('members.terms_text')}
        tooltip={t('members.terms_text_hint')}
      >
        <Input.TextArea maxLength={50_000} autoSize={{ minRows: 3, maxRows: 12 }} />
      </Form.Item>
      <Form.Item name="joining" label={t('members.joining')}>
        <Select
          mode="multiple"
          options={WAYS.map((value) => ({ value, label: t(`members.way_${value}`) }))}
        />
      </Form.Item>
      {joining?.includes('first_order') && (
        <p className={styles.quiet}>{t('members.first_order_words')}</p>
      )}
      {joining?.includes('event') && (
        <Form.Item
          name="join_event"
          label={t('members.join_event')}
          rules={[{ required: true, whitespace: true, message: t('members.event_needed') }]}
        >
          <Input maxLength={200} />
        </Form.Item>
      )}
      <Form.Item
        name="trial_plan"
        label={t('members.trial_plan')}
        tooltip={t('members.trial_plan_hint')}
      >
        <Select
          allowClear
          loading={plans.isPending}
          notFoundContent={t('members.no_trial_plans')}
          options={(plans.data?.items ?? [])
            .filter((plan) => plan.trial_days > 0 && !plan.is_retired)
            .map((plan) => ({
              value: plan.code,
              label: t('members.trial_of', {
                name: language === 'en' ? plan.name_en : plan.name,
                days: plan.trial_days,
              }),
            }))}
        />
      </Form.Item>
    </FormDialog>
  )
}
