import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ApiError } from '../api/client.ts'
import { sendCode, signIn } from '../session.ts'
import { loadShop, shop } from '../shop.ts'
import { errorText, t } from '../texts.ts'

const PAUSE_SECONDS = 60

/** By a code sent to her phone, and only after she has seen what is recorded. */
export function PhoneSignIn(props: { onDone: () => unknown; children?: ComponentChildren }) {
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [agreed, setAgreed] = useState(false)
  const [wait, setWait] = useState(0)
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState('')

  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])

  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setFault('')
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setFault(errorText(error.code))
      if (error.code === 'notice_changed') await loadShop()
    } finally {
      setBusy(false)
    }
  }
  const ask = () =>
    attempt(async () => {
      await sendCode(phone)
      setWait(PAUSE_SECONDS)
    })
  const enter = (event: SubmitEvent) => {
    event.preventDefault()
    void attempt(async () => {
      await signIn(phone, code, shop.value?.privacy_version ?? '')
      await props.onDone()
    })
  }
  const notice = shop.value?.privacy_text
  return (
    <form class="form" onSubmit={enter}>
      {props.children}
      <label>
        {t('sign_in.phone')}
        <input
          type="tel"
          autocomplete="tel"
          inputMode="tel"
          required
          maxLength={30}
          value={phone}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
      </label>
      <div class="field">
        <label for="code">{t('sign_in.code')}</label>
        <span class="beside">
          <input
            id="code"
            type="text"
            inputMode="numeric"
            autocomplete="one-time-code"
            pattern="\d{6}"
            required
            maxLength={6}
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
          <button
            type="button"
            class="quiet"
            disabled={isBusy || wait > 0 || phone.length < 5}
            onClick={() => void ask()}
          >
            {wait > 0 ? t('sign_in.wait', { seconds: wait }) : t('sign_in.send')}
          </button>
        </span>
      </div>
      <label class="check">
        <input
          type="checkbox"
          required
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
        <span>{t('sign_in.agree', { name: shop.value?.name ?? '' })}</span>
      </label>
      {notice && (
        <details>
          <summary>{t('sign_in.notice')}</summary>
          <p class="words">{notice}</p>
        </details>
      )}
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || !agreed || code.length !== 6}>
        {t('sign_in.enter')}
      </button>
    </form>
  )
}
