import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, DatePicker, Form, Input, Radio } from 'antd'
import type { Dayjs } from 'dayjs'
import { useLocale } from '../format/locale.tsx'
import { exactNumber } from '../format/number.ts'
import { spanOfDays } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { TRACKING } from './api.ts'
import { type MatchFields, matchOf, startFields } from './matchFields.ts'
import { useMatchWords } from './matchWords.ts'
import {
  changeNamed,
  type NamedDetail,
  type NamedMatch,
  nameEvent,
  trialQuery,
} from './namingApi.ts'
import styles from './tracking.module.css'

interface Fields extends MatchFields {
  name: string
  label: string
  since: 'beginning' | 'day'
  day?: Dayjs
}

/** Gives a page or a click its name, or a name another meaning; says what it counts while built. */
export function NameForm(props: {
  open: boolean
  match: NamedMatch
  named?: NamedDetail
  suggested?: string
  onClose: () => void
}) {
  const { named } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const matchWords = useMatchWords()
  const [form] = Form.useForm<Fields>()
  const fields = Form.useWatch([], form) as Fields | undefined
  const match = fields && matchOf(fields, props.match)
  const save = (given: Fields): Promise<unknown> => {
    const wanted = matchOf(given, props.match)
    if (!wanted) throw new Error('the form is not whole')
    if (!named)
      return nameEvent({ name: given.name.trim(), label: given.label.trim(), match: wanted })
    const from =
      given.since === 'day' && given.day
        ? spanOfDays(given.day.format('YYYY-MM-DD'), undefined, timeZone).from
        : null
    return changeNamed(named.id, {
      version: named.version,
      label: given.label.trim(),
      match: wanted,
      valid_from: from ?? null,
    })
  }
  return (
    <FormDialog<Fields>
      open={props.open}
      title={named ? t('naming.change') : t('naming.give_name')}
      okText={t('tracking.save')}
      isIncomplete={!match}
      width={600}
      form={form}
      initial={{
        ...startFields(props.match),
        name: named?.name ?? '',
        label: named?.label ?? props.suggested ?? '',
        since: 'beginning',
      }}
      save={save}
      onSaved={() => {
        void queryClient.invalidateQueries({ queryKey: TRACKING })
        void message.success(t('naming.saved'))
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="label"
        label={t('naming.label')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('tracking.field_name')}
        extra={named ? undefined : t('naming.name_hint')}
        rules={[
          {
            required: true,
            pattern: /^[a-zA-Z\u4e00-\u9fff][\w\u4e00-\u9fff.-]{0,99}$/u,
            message: t('naming.name_needed'),
          },
        ]}
      >
        <Input disabled={named !== undefined} maxLength={100} />
      </Form.Item>
      <MatchInputs kind={props.match.kind} hasPage={fields?.page !== 'every'} />
      {named && (
        <Form.Item label={t('naming.since')} extra={t('naming.since_hint')}>
          <div className={styles.buttons}>
            <Form.Item name="since" noStyle>
              <Radio.Group
                options={[
                  { value: 'beginning', label: t('naming.from_beginning') },
                  { value: 'day', label: t('naming.from_day') },
                ]}
              />
            </Form.Item>
            {fields?.since === 'day' && (
              <Form.Item name="day" noStyle rules={[{ required: true }]}>
                <DatePicker />
              </Form.Item>
            )}
          </div>
        </Form.Item>
      )}
      {match && (
        <div className={styles.trial}>
          <p className={styles.sentence}>{matchWords(match)}</p>
          <Counted match={match} except={named?.id} />
        </div>
      )}
    </FormDialog>
  )
}

function MatchInputs(props: { kind: NamedMatch['kind']; hasPage: boolean }) {
  const t = useTexts()
  return (
    <>
      <Form.Item name="page" label={t('naming.page')}>
        <Radio.Group
          options={(props.kind === 'click'
            ? (['equals', 'pattern', 'every'] as const)
            : (['equals', 'pattern'] as const)
          ).map((value) => ({ value, label: t(`naming.page_${value}`) }))}
        />
      </Form.Item>
      {props.hasPage && (
        <Form.Item name="page_key" extra={t('naming.page_hint')}>
          <Input maxLength={1000} className={styles.code} aria-label={t('naming.page')} />
        </Form.Item>
      )}
      {props.kind === 'click' && (
        <>
          <Form.Item name="how" label={t('naming.which_element')}>
            <Radio.Group
              options={(['exact', 'ancestor', 'any'] as const).map((value) => ({
                value,
                label: t(`naming.element_${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="selector">
            <Input maxLength={1000} className={styles.code} aria-label={t('naming.selector')} />
          </Form.Item>
          <Form.Item name="text" label={t('naming.text')} extra={t('naming.text_hint')}>
            <Input maxLength={64} />
          </Form.Item>
        </>
      )}
    </>
  )
}

/** What it would have counted these two weeks, and whose it is already. */
function Counted(props: { match: NamedMatch; except: string | undefined }) {
  const t = useTexts()
  const trial = useQuery(trialQuery(props.match, props.except))
  if (trial.error) return <ErrorNote error={trial.error} />
  if (!trial.data) return <span className={styles.quiet}>{t('naming.counting')}</span>
  const n = trial.data.days.reduce((sum, day) => sum + day.n, 0)
  return (
    <div className={styles.stack} role="status">
      <span>{t('naming.counts', { n: exactNumber(n) })}</span>
      {trial.data.conflicts.map((other) => (
        <Alert
          key={other.id}
          type="warning"
          showIcon
          title={t('naming.conflict', { name: other.label, n: exactNumber(other.shared) })}
        />
      ))}
    </div>
  )
}
