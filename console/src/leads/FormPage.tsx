import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { App, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { LeaveGuard } from '../ui/LeaveGuard.tsx'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import {
  formQuery,
  type LeadForm,
  publishForm,
  saveForm,
  setFormState,
  useLeadsChanged,
} from './api.ts'
import { Channels } from './Channels.tsx'
import { gapsByField } from './draft.ts'
import { FieldSettings } from './FieldSettings.tsx'
import { FieldsEditor } from './FieldsEditor.tsx'
import { FormSettings } from './FormSettings.tsx'
import { FORM_TONES } from './FormsList.tsx'
import styles from './Leads.module.css'

const route = getRouteApi('/app/leads/forms/$formId')

/** One form: what it asks, what it says, where it is put up and how far customers came. */
export function FormPage() {
  const t = useTexts()
  const { formId } = route.useParams()
  const form = useQuery({ ...formQuery(formId), refetchOnWindowFocus: false })
  if (form.error)
    return (
      <Page title={t('lead_forms.form')}>
        <ErrorPanel error={form.error} onRetry={() => void form.refetch()} />
      </Page>
    )
  if (!form.data)
    return (
      <Page title={t('lead_forms.form')}>
        <SkeletonLines lines={10} />
      </Page>
    )
  return <Editor key={`${formId} ${form.data.draft_revision}`} form={form.data} />
}

function Editor({ form }: { form: LeadForm }) {
  const t = useTexts()
  const { message } = App.useApp()
  const { scope } = useSession()
  const mayWrite = useMay('shop:write') && scope.kind === 'all'
  const changed = useLeadsChanged()
  const [name, setName] = useState(form.name)
  const [draft, setDraft] = useState(form.draft)
  const [chosen, choose] = useState(form.draft.fields[0]?.attribute)
  const isChanged = draft !== form.draft || name !== form.name
  const acting = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => changed(),
  })
  const { ofFields, ofForm } = gapsByField(isChanged ? [] : form.gaps)
  const save = () =>
    acting.mutate(async () => {
      await saveForm(form.id, { name: name.trim(), draft, draft_revision: form.draft_revision })
      void message.success(t('lead_forms.saved'))
    })
  const field = draft.fields.find(({ attribute }) => attribute === chosen)
  return (
    <Page
      title={form.name}
      facts={
        <Chips>
          <Chip tone={FORM_TONES[form.state]}>{t(`form_state.${form.state}`)}</Chip>
          {form.version > 0 && <Chip>{t('lead_forms.version', { version: form.version })}</Chip>}
          {form.has_changes && form.version > 0 && (
            <Chip tone="info">{t('lead_forms.has_changes')}</Chip>
          )}
        </Chips>
      }
      actions={
        <>
          <ButtonLink to="/leads" search={{ tab: 'forms' }}>
            {t('lead_forms.all')}
          </ButtonLink>
          {form.version > 0 && (
            <ButtonLink to="/leads" search={{ form: form.id }}>
              {t('lead_forms.its_leads')}
            </ButtonLink>
          )}
          {mayWrite && <State form={form} run={acting.mutate} />}
          {mayWrite && (
            <>
              <Button
                disabled={!isChanged || name.trim() === ''}
                loading={acting.isPending}
                onClick={save}
              >
                {t('lead_forms.save')}
              </Button>
              <Button
                type="primary"
                disabled={isChanged || form.gaps.length > 0 || !form.has_changes}
                loading={acting.isPending}
                onClick={() => acting.mutate(() => publishForm(form.id, form.draft_revision))}
              >
                {t('lead_forms.publish')}
              </Button>
            </>
          )}
        </>
      }
    >
      {acting.error && <ErrorNote error={acting.error} />}
      <LeaveGuard isChanged={isChanged} />
      {ofForm.length > 0 && (
        <ul className={styles.gaps}>
          {ofForm.map((gap) => (
            <li key={gap}>{t(`lead_gap.${gap}` as 'lead_gap.consent')}</li>
          ))}
        </ul>
      )}
      <div className={styles.editor}>
        <section aria-label={t('lead_forms.fields')}>
          <h2>{t('lead_forms.fields')}</h2>
          <FieldsEditor
            fields={draft.fields}
            gaps={ofFields}
            chosen={chosen}
            mayWrite={mayWrite}
            onChoose={choose}
            onChange={(fields) => setDraft({ ...draft, fields })}
          />
        </section>
        <section aria-label={t('lead_forms.field')}>
          <h2>{t('lead_forms.field')}</h2>
          {field ? (
            <FieldSettings
              key={field.attribute}
              field={field}
              gaps={ofFields.get(field.attribute) ?? []}
              mayWrite={mayWrite}
              onChange={(next) =>
                setDraft({
                  ...draft,
                  fields: draft.fields.map((one) =>
                    one.attribute === next.attribute ? next : one,
                  ),
                })
              }
            />
          ) : (
            <p className={styles.quiet}>{t('lead_forms.choose_field')}</p>
          )}
        </section>
        <section aria-label={t('lead_forms.settings')}>
          <h2>{t('lead_forms.settings')}</h2>
          <FormSettings
            name={name}
            draft={draft}
            mayWrite={mayWrite}
            onName={setName}
            onChange={setDraft}
          />
        </section>
      </div>
      <Channels form={form} mayWrite={mayWrite} />
    </Page>
  )
}

/** Takes no more answers, or takes them again. */
function State(props: { form: LeadForm; run: (work: () => Promise<unknown>) => void }) {
  const t = useTexts()
  const { form, run } = props
  if (form.state === 'draft') return null
  if (form.state === 'stopped')
    return (
      <Button onClick={() => run(() => setFormState(form.id, 'live'))}>
        {t('lead_forms.resume')}
      </Button>
    )
  return (
    <Popconfirm
      title={t('lead_forms.stop_sure')}
      okText={t('lead_forms.stop')}
      cancelText={t('action.cancel')}
      onConfirm={() => run(() => setFormState(form.id, 'stopped'))}
    >
      <Button>{t('lead_forms.stop')}</Button>
    </Popconfirm>
  )
}
