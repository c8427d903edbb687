import { useState } from 'preact/hooks'
import { to } from '../address.ts'
import { day, money } from '../format.ts'
import { joinProgramme, loadMembership, type Membership, nameOf } from '../member.ts'
import { t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

/** Where she stands, what comes next, and what each level gives. */
export function MemberPage() {
  return (
    <Page title={t('member.title')}>
      <SignedIn page="/member">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadMembership, [])
  if (error) return <Failed error={error} again={again} />
  if (data === undefined) return <Skeleton lines={8} />
  if (data === null) return <Empty title={t('member.no_programme')} />
  return (
    <>
      {data.member ? <Card membership={data} /> : <Join membership={data} onJoined={again} />}
      {data.member && (
        <a class="primary wide" href={to('/member-code')}>
          {t('member_code.show')}
        </a>
      )}
      {data.member && <Progress membership={data} />}
      {data.benefits.length > 0 && (
        <section>
          <h2>{t('member.mine')}</h2>
          <ul class="plain">
            {data.benefits.map((benefit) => (
              <li key={benefit.code} class="between">
                <span>{nameOf(benefit)}</span>
                {benefit.left !== null && (
                  <span class="note">{t('member.left', { count: benefit.left })}</span>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Levels membership={data} />
    </>
  )
}

function Card({ membership }: { membership: Membership }) {
  const { programme, member, standing, levels } = membership
  const level = levels.find(({ code }) => code === standing?.level)
  return (
    <section class="member-card">
      <span class="between">
        <strong class="large">{level ? nameOf(level) : programme.name}</strong>
        <span>{level && programme.name}</span>
      </span>
      <span class="number">{member?.number.replace(/(\d{4})(?=\d)/g, '$1 ')}</span>
      {standing?.grace_until ? (
        <span>{t('member.grace', { day: day(standing.grace_until) })}</span>
      ) : standing?.term_ends_at ? (
        <span>{t('member.until', { day: day(standing.term_ends_at) })}</span>
      ) : null}
    </section>
  )
}

const amount = (by: string, value: number) => (by === 'spend' ? money(value) : String(value))

function Progress({ membership: { standing, levels } }: { membership: Membership }) {
  const progress = standing?.progress
  if (!standing) return null
  if (!progress) return <p class="note">{t('member.highest')}</p>
  const next = levels.find(({ code }) => code === progress.level)
  return (
    <section>
      <h2>{t('member.next', { level: next ? nameOf(next) : progress.level })}</h2>
      {progress.needs.length > 1 && <p class="note">{t(`member_match.${progress.match}`)}</p>}
      {progress.needs.map(({ by, event, have, at_least }) => (
        <div key={`${by} ${event}`} class="need">
          <span class="between">
            <span>{t(`need.${by}`)}</span>
            <span>
              {amount(by, have)} / {amount(by, at_least)}
            </span>
          </span>
          <progress aria-label={t(`need.${by}`)} max={at_least} value={Math.min(have, at_least)} />
          {have < at_least && (
            <small class="note">{t('member.missing', { what: amount(by, at_least - have) })}</small>
          )}
        </div>
      ))}
    </section>
  )
}

function Levels({ membership: { levels, standing } }: { membership: Membership }) {
  if (levels.length === 0) return null
  return (
    <section>
      <h2>{t('member.levels')}</h2>
      <ul class="messages">
        {levels.map((level) => (
          <li key={level.code} class={level.code === standing?.level ? 'new' : ''}>
            <span class="between">
              <strong>{nameOf(level)}</strong>
              {level.code === standing?.level && <span class="good">{t('member.here')}</span>}
            </span>
            <span class="note">
              {level.benefits.length === 0
                ? t('member.no_benefits')
                : level.benefits.map(nameOf).join(t('member.comma'))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Join(props: { membership: Membership; onJoined: () => void }) {
  const { programme } = props.membership
  const [agreed, setAgreed] = useState(false)
  const { act, isBusy, fault } = useAct()
  if (!programme.can_join) return <Empty title={t('member.not_here', { name: programme.name })} />
  const enter = (event: SubmitEvent) => {
    event.preventDefault()
    void act(
      async () => {
        await joinProgramme(programme.terms_version)
        props.onJoined()
      },
      (code) => code === 'terms_changed' && props.onJoined(),
    )
  }
  return (
    <form class="form" onSubmit={enter}>
      <section class="member-card">
        <strong class="large">{programme.name}</strong>
        <span>{t('member.why')}</span>
      </section>
      {programme.terms_text && (
        <details>
          <summary>{t('member.terms', { version: programme.terms_version })}</summary>
          <p class="words">{programme.terms_text}</p>
        </details>
      )}
      <label class="check">
        <input
          type="checkbox"
          required
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
        <span>{t('member.agree', { name: programme.name, version: programme.terms_version })}</span>
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || !agreed}>
        {t('member.join')}
      </button>
    </form>
  )
}

/** On her own page: who she is here, with what she has. */
export function MemberSummary({ membership }: { membership: Membership }) {
  return membership.member ? (
    <a class="plain-link" href={to('/member')}>
      <Card membership={membership} />
    </a>
  ) : membership.programme.can_join ? (
    <a class="primary wide" href={to('/member')}>
      {t('member.join_programme', { name: membership.programme.name })}
    </a>
  ) : null
}
