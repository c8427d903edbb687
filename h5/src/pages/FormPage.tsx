import { useEffect, useState } from 'preact/hooks'
import { to } from '../address.ts'
import type { ApiError } from '../api/client.ts'
import { type Answers, type LeadForm, openForm, sayAnswers, sendForm } from '../forms.ts'
import { PHONE, stepOf } from '../step.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { PhoneSignIn } from '../ui/PhoneSignIn.tsx'
import { Question, wordsOf } from '../ui/Question.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** A form she leaves her details in, one or two questions at a time. */
export function FormPage(props: { code: string }) {
  const { data, error, again } = useLoad(() => openForm(props.code), [props.code])
  const [form, setForm] = useState<LeadForm>()
  useEffect(() => setForm(data), [data])
  if (!form)
    return (
      <Page title={t('form.title')}>
        {error ? <Closed error={error} again={again} /> : <Skeleton lines={6} />}
      </Page>
    )
  return (
    <Page title={form.title}>
      {form.sent ? (
        <Sent form={form} />
      ) : (
        <Asking
          form={form}
          onForm={setForm}
          reload={async () => setForm(await openForm(form.code))}
        />
      )}
    </Page>
  )
}

const Closed = (props: { error: ApiError; again: () => void }) => (
  <>
    <Failed error={props.error} again={props.again} />
    <a class="quiet" href={to('/')}>
      {t('tab.home')}
    </a>
  </>
)

function rewardText({ reward }: LeadForm): string {
  if (reward.kind === 'points') return t('form.reward_points', { points: reward.points })
  return reward.kind === 'coupon' ? t('form.reward_coupon', { label: reward.label }) : ''
}

function Asking(props: {
  form: LeadForm
  onForm: (form: LeadForm) => void
  reload: () => Promise<void>
}) {
  const { form, onForm } = props
  const [redo, setRedo] = useState<string>()
  const step = stepOf(form.questions, redo)
  const done = form.questions.filter(({ is_answered }) => is_answered).length
  const reward = rewardText(form)
  return (
    <>
      {form.intro && <p class="words">{form.intro}</p>}
      {reward && <p class="notice">{reward}</p>}
      {form.questions.length > 0 && (
        <p class="note" role="status">
          {t('form.progress', { done, all: form.questions.length })}
        </p>
      )}
      {step[0]?.attribute === PHONE ? (
        <PhoneSignIn onDone={props.reload}>
          <strong>{step[0].label}</strong>
          <small>{step[0].reason}</small>
        </PhoneSignIn>
      ) : step.length > 0 ? (
        <Step
          key={step.map(({ attribute }) => attribute).join()}
          form={form}
          step={step}
          reload={props.reload}
          onForm={(next) => {
            setRedo(undefined)
            onForm(next)
          }}
        />
      ) : (
        <Confirm form={form} onForm={onForm} reload={props.reload} onRedo={setRedo} />
      )}
    </>
  )
}

function Step(props: {
  form: LeadForm
  step: LeadForm['questions']
  onForm: (form: LeadForm) => void
  reload: () => Promise<void>
}) {
  const { form, step } = props
  const { act, isBusy, fault } = useAct()
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(step.map(({ attribute, answer }) => [attribute, answer])),
  )
  const isEmpty = (attribute: string) => {
    const answer = answers[attribute] ?? null
    return answer === null || (Array.isArray(answer) && answer.length === 0)
  }
  const lacks = step.some(({ attribute, required }) => required && isEmpty(attribute))
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    const said = Object.fromEntries(
      step.map(({ attribute }) => [
        attribute,
        isEmpty(attribute) ? null : (answers[attribute] ?? null),
      ]),
    )
    void act(
      async () => props.onForm(await sayAnswers(form.code, form.version, said)),
      (code) => (code === 'form_changed' ? props.reload() : undefined),
    )
  }
  return (
    <form class="form" onSubmit={send}>
      {step.map((question) => (
        <Question
          key={question.attribute}
          question={question}
          value={answers[question.attribute] ?? null}
          onChange={(value) => setAnswers({ ...answers, [question.attribute]: value })}
        />
      ))}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || lacks}>
        {step.every(({ attribute }) => isEmpty(attribute)) ? t('form.skip') : t('form.next')}
      </button>
    </form>
  )
}

/** What she has said, what she agrees to, and sending it. */
function Confirm(props: {
  form: LeadForm
  onForm: (form: LeadForm) => void
  onRedo: (attribute: string) => void
  reload: () => Promise<void>
}) {
  const { form } = props
  const { act, isBusy, fault } = useAct()
  const [agreed, setAgreed] = useState(false)
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    void act(
      async () => props.onForm(await sendForm(form.code, form.version, form.consent.version)),
      () => props.reload(),
    )
  }
  return (
    <form class="form" onSubmit={send}>
      {form.questions.length > 0 && (
        <ul class="answers">
          {form.questions.map((question) => (
            <li key={question.attribute}>
              <span>
                <small>{question.label}</small>
                {wordsOf(question, question.answer)}
              </span>
              <button
                type="button"
                class="quiet small"
                onClick={() => props.onRedo(question.attribute)}
              >
                {t('form.change')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p class="words">{form.consent.text}</p>
      <label class="check">
        <input
          type="checkbox"
          required
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
        <span>{t('form.agree')}</span>
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || !agreed}>
        {t('form.send')}
      </button>
    </form>
  )
}

function Sent({ form }: { form: LeadForm }) {
  const { sent } = form
  return (
    <div class="state">
      <p>{t('form.sent')}</p>
      {form.thanks && <p class="words">{form.thanks}</p>}
      {sent?.points != null && (
        <a class="quiet" href={to('/points')}>
          {t('form.got_points', { points: sent.points })}
        </a>
      )}
      {sent?.coupon != null && (
        <a class="quiet" href={to('/coupons')}>
          {t('form.got_coupon')}
        </a>
      )}
      {sent?.refused != null && <p>{t('form.got_nothing')}</p>}
      <a class="quiet" href={to('/')}>
        {t('form.home')}
      </a>
    </div>
  )
}
