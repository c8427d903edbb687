import { App, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import {
  changeStore,
  createStore,
  type Store,
  type StoreKind,
  useOrgChanged,
  useReloadWhenEdited,
} from './api.ts'
import styles from './OrgPage.module.css'
import { RegionPicker } from './pickers.tsx'
import { StoreKindField } from './StoreKindField.tsx'

interface Fields {
  code: string
  name: string
  kind: StoreKind
  region_id: string | null
  address?: string
  opened_on?: Dayjs | null
  closed_on?: Dayjs | null
}

const DAY = 'YYYY-MM-DD'
const dayOf = (text: string | null) => (text === null ? null : dayjs(text))

/** A new store, or what is known of one. */
export function StoreForm(props: {
  store?: Store
  /** A new one begins with what this one is, but for its name and code. */
  copied?: Store
  /** For a new one: what is known already. */
  given?: { code?: string | undefined; regionId?: string | undefined }
  onClose: () => void
}) {
  const { store, copied } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const reload = useReloadWhenEdited()
  return (
    <FormDialog<Fields>
      title={
        store
          ? t('org.edit_store')
          : copied
            ? t('copy_from.title', { name: copied.name })
            : t('org.add_store')
      }
      okText={t('org.save')}
      initial={
        store
          ? {
              ...store,
              region_id: store.region?.id ?? null,
              opened_on: dayOf(store.opened_on),
              closed_on: dayOf(store.closed_on),
            }
          : copied
            ? {
                kind: copied.kind,
                region_id: copied.region?.id ?? null,
                address: copied.address,
                opened_on: dayOf(copied.opened_on),
              }
            : {
                kind: 'direct',
                code: props.given?.code,
                region_id: props.given?.regionId ?? null,
              }
      }
      save={({ code, ...fields }: Fields) => {
        const body = {
          ...fields,
          region_id: fields.region_id ?? null,
          address: fields.address ?? '',
          opened_on: fields.opened_on?.format(DAY) ?? null,
          closed_on: fields.closed_on?.format(DAY) ?? null,
        }
        return store
          ? changeStore(store.id, { ...body, revision: store.revision })
          : createStore({ ...body, code })
      }}
      onSaved={async () => {
        void message.success(t('org.saved'))
        props.onClose()
        await changed()
      }}
      onError={reload}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('org.store_name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('org.code')}
          tooltip={t('org.code_hint')}
          rules={[{ required: true, whitespace: true, message: t('org.code_needed') }]}
        >
          <Input maxLength={100} disabled={store !== undefined} />
        </Form.Item>
      </div>
      <StoreKindField />
      <Form.Item name="region_id" label={t('org.region')}>
        <RegionPicker placeholder={t('org.headquarters')} />
      </Form.Item>
      <Form.Item name="address" label={t('org.address')}>
        <Input maxLength={300} />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item name="opened_on" label={t('org.opened_on')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="closed_on" label={t('org.closed_on')} tooltip={t('org.closed_hint')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </FormDialog>
  )
}
