import { App, Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import {
  changeRegion,
  createRegion,
  type Region,
  useOrgChanged,
  useReloadWhenEdited,
} from './api.ts'
import { RegionPicker } from './pickers.tsx'

interface Fields {
  code: string
  name: string
  parent_id: string | null
}

/** A new region, or another name and place for one. */
export function RegionForm(props: {
  region: Region | undefined
  parentId: string | undefined
  onClose: () => void
}) {
  const { region } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const reload = useReloadWhenEdited()
  return (
    <FormDialog<Fields>
      title={region ? t('org.edit_region') : t('org.add_region')}
      okText={t('org.save')}
      initial={
        region
          ? { code: region.code, name: region.name, parent_id: region.parent_id }
          : { parent_id: props.parentId ?? null }
      }
      save={({ code, name, parent_id }: Fields) =>
        region
          ? changeRegion(region.id, {
              name,
              parent_id: parent_id ?? null,
              revision: region.revision,
            })
          : createRegion({ code, name, parent_id: parent_id ?? null })
      }
      onSaved={async () => {
        void message.success(t('org.saved'))
        props.onClose()
        await changed()
      }}
      onError={reload}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('org.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('org.code')}
        extra={t('org.code_hint')}
        rules={[{ required: true, whitespace: true, message: t('org.code_needed') }]}
      >
        <Input maxLength={100} disabled={region !== undefined} />
      </Form.Item>
      <Form.Item name="parent_id" label={t('org.parent')}>
        <RegionPicker placeholder={t('org.headquarters')} without={region?.id} />
      </Form.Item>
    </FormDialog>
  )
}
