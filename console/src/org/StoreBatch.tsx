import { Button, DatePicker, Form } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { BatchBar, type Selection } from '../ui/BatchBar.tsx'
import { BatchDialog } from '../ui/BatchDialog.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { changeStores, removeStores, type Store, type StoreKind, useOrgChanged } from './api.ts'
import { RegionPicker } from './pickers.tsx'
import { StoreKindField } from './StoreKindField.tsx'

type Dialog = 'region' | 'kind' | 'close'
interface Fields {
  region_id: string | null
  kind: StoreKind
  closed_on: Dayjs
}

/** What can be done with the chosen stores. */
export function StoreBatch(props: { selection: Selection; rows: readonly Store[] | undefined }) {
  const { selection } = props
  const t = useTexts()
  const [dialog, setDialog] = useState<Dialog>()
  const changed = useOrgChanged()
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (store) => store.id,
    nameOf: (store) => store.name,
    changed,
  })
  const count = selection.keys.length
  const close = () => setDialog(undefined)
  const set = (fields: Partial<Fields>) =>
    run((ids) =>
      changeStores({
        ids,
        set: {
          ...(dialog === 'region' && { region_id: fields.region_id ?? null }),
          ...(dialog === 'kind' && { kind: fields.kind }),
          ...(dialog === 'close' && { closed_on: fields.closed_on?.format('YYYY-MM-DD') }),
        },
      }),
    )
  return (
    <>
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setDialog('region')}>
          {t('org.batch_region')}
        </Button>
        <Button onClick={() => setDialog('kind')}>{t('org.batch_kind')}</Button>
        <Button onClick={() => setDialog('close')}>{t('org.batch_close')}</Button>
        <BatchAction
          label={t('org.batch_reopen')}
          onRun={() => run((ids) => changeStores({ ids, set: { closed_on: null } }))}
        />
        <BatchAction
          danger
          label={t('org.remove')}
          ask={{
            title: t('org.batch_remove_title', { count }),
            words: t('org.batch_remove_words'),
          }}
          onRun={() => run(removeStores)}
        />
      </BatchBar>
      {dialog && (
        <BatchDialog<Fields>
          title={t(`org.batch_${dialog}_title`, { count })}
          okText={t('org.save')}
          initial={{ kind: 'direct' }}
          onRun={set}
          onClose={close}
        >
          {dialog === 'region' && (
            <Form.Item name="region_id" label={t('org.region')}>
              <RegionPicker placeholder={t('org.headquarters')} />
            </Form.Item>
          )}
          {dialog === 'kind' && <StoreKindField />}
          {dialog === 'close' && (
            <Form.Item
              name="closed_on"
              label={t('org.closed_on')}
              extra={t('org.closed_hint')}
              rules={[{ required: true, message: t('org.closed_needed') }]}
            >
              <DatePicker style={{ width: '100%' }} />
            </Form.Item>
          )}
        </BatchDialog>
      )}
    </>
  )
}
