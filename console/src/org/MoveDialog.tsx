import { App } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import { moveStaff, returnStaff, type Staff, useOrgChanged, useReloadWhenEdited } from './api.ts'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'

interface Fields extends PlaceValues {
  reason?: string
}

/** To another store or region, or back into the brand. */
export function MoveDialog(props: { staff: Staff; isReturn: boolean; onClose: () => void }) {
  const { staff, isReturn } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const reload = useReloadWhenEdited()
  return (
    <FormDialog<Fields>
      title={t(isReturn ? 'org.take_back_title' : 'org.move_title', { name: staff.name })}
      okText={isReturn ? t('org.take_back') : t('org.move')}
      words={t(isReturn ? 'org.take_back_words' : 'org.move_words')}
      initial={{ title: staff.post?.title }}
      save={(fields: Fields) =>
        (isReturn ? returnStaff : moveStaff)(staff.id, {
          ...placeOf(fields),
          reason: fields.reason ?? '',
          revision: staff.revision,
        })
      }
      onSaved={async () => {
        void message.success(t('org.saved'))
        props.onClose()
        await changed()
      }}
      onError={reload}
      onClose={props.onClose}
    >
      <PlaceFields />
      <ReasonField label={t('org.reason')} max={200} />
    </FormDialog>
  )
}
