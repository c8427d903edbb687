import { useState } from 'preact/hooks'
import { ApiError, answer, client, here } from '../api/client.ts'
import { shop } from '../shop.ts'
import { errorText, t } from '../texts.ts'
import { Page } from '../ui/Frame.tsx'
import { Failed, Skeleton } from '../ui/States.tsx'
import { useLoad } from '../ui/useLoad.ts'
import { loadOwn } from './MePage.tsx'

type Own = Awaited<ReturnType<typeof loadOwn>>

/** What is known of her, what it is used for, and how she says no. */
export function PrivacyPage() {
  const { data, error, again } = useLoad(loadOwn, [])
  return (
    <Page title={t('privacy.title')}>
      {error ? (
        <Failed error={error} again={again} />
      ) : data ? (
        <Asked own={data} />
      ) : (
        <Skeleton lines={5} />
      )}
    </Page>
  )
}

function Asked(props: { own: Own }) {
  const [own, setOwn] = useState(props.own)
  const [fault, setFault] = useState('')
  const say = async (purpose: Own['consents'][number]['purpose'], state: 'given' | 'withdrawn') => {
    setFault('')
    try {
      setOwn(
        await answer(
          client.PUT('/api/v1/shop/{shop}/me/consents/{purpose}', {
            params: { path: { ...here, purpose } },
            body: { state },
          }),
        ),
      )
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFault(errorText(error.code))
    }
  }
  return (
    <>
      <section>
        <h2>{t('privacy.known_by')}</h2>
        <ul class="plain">
          {own.known_by.map(({ namespace, value }) => (
            <li key={value}>
              {t(`privacy.${namespace}`)} {value}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h2>{t('privacy.allowed')}</h2>
        {own.consents.map(({ purpose, allowed }) => (
          <label key={purpose} class="switch">
            <span>
              {t(`privacy.${purpose}`)}
              <small>{t(`privacy.${purpose}_words`)}</small>
            </span>
            <input
              type="checkbox"
              role="switch"
              checked={allowed}
              aria-checked={allowed}
              onChange={() => void say(purpose, allowed ? 'withdrawn' : 'given')}
            />
          </label>
        ))}
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
      </section>
      {shop.value?.privacy_text && (
        <section>
          <h2>{t('sign_in.notice')}</h2>
          <p class="words">{shop.value.privacy_text}</p>
        </section>
      )}
    </>
  )
}
