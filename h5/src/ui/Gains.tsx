import type { Gain } from '../besties.ts'
import { needOf, worthOf } from '../member.ts'
import { t } from '../texts.ts'

interface Terms {
  friend: 'anyone' | 'new'
  friend_gets: Gain
  holder_gets: Gain | null
  holder_when: 'accepted' | 'first_order'
}

/** What a bestie card brings to both, as the holder or as the friend reads it. */
export function Gains(props: { terms: Terms; reader: 'holder' | 'friend' }) {
  const { terms, reader } = props
  const isHolder = reader === 'holder'
  return (
    <>
      <One title={t(isHolder ? 'bestie.friend_gets' : 'bestie.you_get')} gain={terms.friend_gets} />
      {terms.holder_gets && (
        <One
          title={t(isHolder ? 'bestie.holder_gets' : 'bestie.she_gets')}
          gain={terms.holder_gets}
          when={isHolder ? t(`bestie.when_${terms.holder_when}`) : undefined}
        />
      )}
      {terms.friend === 'new' && isHolder && <p class="note">{t('bestie.new_only')}</p>}
    </>
  )
}

function One(props: { title: string; gain: Gain; when?: string | undefined }) {
  const { name, worth } = props.gain
  const shown = { worth, offer_name: name }
  return (
    <p class="note">
      {props.title} <b>{worthOf(shown)}</b> · {needOf(shown)}
      {props.when && ` · ${props.when}`}
    </p>
  )
}
