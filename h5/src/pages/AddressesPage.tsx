import { useState } from 'preact/hooks'
import {
  addressOf,
  dropAddress,
  type KeptAddress,
  keepAddress,
  loadAddresses,
} from '../addresses.ts'
import type { Address } from '../orders.ts'
import { t } from '../texts.ts'
import { AddressFields, isWhole } from '../ui/AddressFields.tsx'
import { AddressWords } from '../ui/AddressWords.tsx'
import { Page } from '../ui/Frame.tsx'
import { SignedIn } from '../ui/SignedIn.tsx'
import { Empty, Failed, Skeleton } from '../ui/States.tsx'
import { useAct } from '../ui/useAct.ts'
import { useLoad } from '../ui/useLoad.ts'

const MOST = 20
const NOWHERE: Address = { name: '', phone: '', region: [], street: '' }

/** Where she has things sent. */
export function AddressesPage() {
  return (
    <Page title={t('address.title')}>
      <SignedIn page="/addresses">
        <Loaded />
      </SignedIn>
    </Page>
  )
}

function Loaded() {
  const { data, error, again } = useLoad(loadAddresses, [])
  const [editing, edit] = useState<KeptAddress | 'new'>()
  const { act, isBusy, fault } = useAct()
  if (error) return <Failed error={error} again={again} />
  if (!data) return <Skeleton lines={5} />
  const done = () => {
    edit(undefined)
    again()
  }
  if (editing)
    return (
      <Editor
        key={editing === 'new' ? 'new' : editing.id}
        given={editing === 'new' ? undefined : editing}
        onDone={done}
        onCancel={() => edit(undefined)}
      />
    )
  const run = (work: Promise<unknown>) => work.then(again)
  return (
    <>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      {data.length === 0 && <Empty title={t('address.none')} />}
      <ul class="messages">
        {data.map((one) => (
          <li key={one.id}>
            <AddressWords address={one} />
            {one.is_default && <span class="good">{t('address.default')}</span>}
            <div class="acts">
              {!one.is_default && (
                <button
                  type="button"
                  class="quiet"
                  disabled={isBusy}
                  onClick={() =>
                    void act(() =>
                      run(keepAddress(one.id, { ...addressOf(one), is_default: true })),
                    )
                  }
                >
                  {t('address.make_default')}
                </button>
              )}
              <button type="button" class="quiet" onClick={() => edit(one)}>
                {t('address.edit')}
              </button>
              <button
                type="button"
                class="quiet"
                aria-label={t('address.drop_this', { name: one.name, street: one.street })}
                disabled={isBusy}
                onClick={() => void act(() => run(dropAddress(one.id)), again)}
              >
                {t('address.drop')}
              </button>
            </div>
          </li>
        ))}
      </ul>
      {data.length < MOST && (
        <button type="button" class="primary wide" onClick={() => edit('new')}>
          {t('address.add')}
        </button>
      )}
    </>
  )
}

function Editor(props: {
  given: KeptAddress | undefined
  onDone: () => void
  onCancel: () => void
}) {
  const { given } = props
  // One id an address, so that a tap that seemed lost keeps it once.
  const [id] = useState(() => given?.id ?? crypto.randomUUID())
  const [address, set] = useState(given ? addressOf(given) : NOWHERE)
  const [isDefault, setDefault] = useState(given?.is_default ?? false)
  const { act, isBusy, fault } = useAct()
  const save = (event: SubmitEvent) => {
    event.preventDefault()
    void act(() => keepAddress(id, { ...address, is_default: isDefault }).then(props.onDone))
  }
  return (
    <form class="form" onSubmit={save}>
      <AddressFields address={address} set={set} />
      <label class="check">
        <input
          type="checkbox"
          checked={isDefault}
          onChange={(event) => setDefault(event.currentTarget.checked)}
        />
        <span>{t('address.is_default')}</span>
      </label>
      {fault && (
        <p class="fault" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy || !isWhole(address)}>
        {t('address.save')}
      </button>
      <button type="button" class="quiet" onClick={props.onCancel}>
        {t('address.cancel')}
      </button>
    </form>
  )
}
