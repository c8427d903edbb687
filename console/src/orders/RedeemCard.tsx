import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Select } from 'antd'
import { useEffect, useState } from 'react'
import { answer, client } from '../api/client.ts'
import type { Answer } from '../api/shapes.ts'
import { useTexts } from '../i18n/texts.ts'
import { storesQuery } from '../org/api.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { useRemembered } from '../ui/remembered.ts'
import { When } from '../ui/When.tsx'
import { Decide, type Deciding } from './Decide.tsx'
import styles from './Redeem.module.css'

type SessionCard = Extract<Answer<'/api/v1/desk-codes/{code}'>, { kind: 'session_card' }>

const giveSession = (code: string, body: { key: string; store: string; service: string }) =>
  answer(
    client.POST('/api/v1/desk-codes/{code}/give-session', { params: { path: { code } }, body }),
  )

/** A session card: what is left of it, and one session given. */
export function OneCard({ card, onDone, onDrop }: Deciding & { card: SessionCard }) {
  const t = useTexts()
  const { message } = App.useApp()
  const [store, setStore] = useRemembered('redeem.store', '')
  const stores = useQuery(storesQuery({ open: 'true', limit: 100 })).data?.items ?? []
  const [service, setService] = useState<string | undefined>(onlyOne(card))
  // One look is one request, however often its button is pressed.
  const [key, setKey] = useState(() => crypto.randomUUID())
  useEffect(() => {
    setKey(crypto.randomUUID())
    setService(onlyOne(card))
  }, [card])
  const act = useMutation({
    mutationFn: (chosen: string) => giveSession(card.code, { key, store, service: chosen }),
    onSuccess: (given) => onDone(t('redeem.session_given', { name: card.name, ...given })),
  })
  const may = card.state === 'active'
  const decide = () => {
    if (!stores.some(({ code }) => code === store)) void message.warning(t('redeem.choose_store'))
    else if (service === undefined) void message.warning(t('redeem.choose_service'))
    else act.mutate(service)
  }
  return (
    <Panel
      title={card.name}
      extra={<Chip tone={may ? 'good' : 'warning'}>{t(`redeem.card_${card.state}`)}</Chip>}
    >
      <KeyValues
        rows={[
          {
            ...{ key: 'left', label: t('redeem.sessions_left') },
            value: t('redeem.sessions_of', {
              left: may ? card.sessions - card.used : 0,
              all: card.sessions,
            }),
          },
          {
            ...{ key: 'until', label: t('redeem.until') },
            value: card.valid_until === null ? t('redeem.no_end') : <When at={card.valid_until} />,
          },
          ...card.given.slice(0, 5).map((session) => ({
            key: String(session.number),
            label: `${t('redeem.given_before')} ${session.number}`,
            value: (
              <>
                {session.service} · {session.store_name ?? session.store} · <When at={session.at} />
              </>
            ),
          })),
        ]}
      />
      {may && (
        <div className={styles.fields}>
          <Select
            size="large"
            aria-label={t('redeem.store')}
            placeholder={t('redeem.store')}
            value={stores.some(({ code }) => code === store) ? store : undefined}
            onChange={setStore}
            options={stores.map(({ code, name }) => ({ value: code, label: name }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
          <Select
            size="large"
            aria-label={t('redeem.service')}
            placeholder={t('redeem.service')}
            value={service}
            onChange={setService}
            options={card.services.map((name) => ({ value: name, label: name }))}
          />
        </div>
      )}
      {act.error && <ErrorNote error={act.error} />}
      <Decide
        may={may}
        isBusy={act.isPending}
        words={t('redeem.give_session')}
        onAct={decide}
        onDrop={onDrop}
      />
    </Panel>
  )
}
const onlyOne = ({ services }: SessionCard) => (services.length === 1 ? services[0] : undefined)
