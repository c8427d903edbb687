import { App, Form, Input } from 'antd'
import { useLocale } from '../format/locale.tsx'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { publishPage, type ShopPage, usePagesChanged } from './api.ts'
import { momentOf, wallOf } from './zoned.ts'

interface Fields {
  starts?: string
  ends?: string
  note?: string
}

/** When the draft is shown: at once, or in a time of the brand's zone. */
export function PublishForm(props: {
  page: ShopPage
  /** As it is on the screen. */
  draftRevision: number
  onClose: () => void
}) {
  const { page } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const { message } = App.useApp()
  const changed = usePagesChanged()
  const momentIn = (wall: string | undefined) =>
    wall ? momentOf(wall, timeZone).toISOString() : null
  return (
    <FormDialog<Fields, ShopPage>
      title={t('decoration.publish')}
      okText={t('decoration.publish')}
      words={t('decoration.publish_words')}
      save={({ starts, ends, note }) =>
        publishPage(page.id, {
          ...{ draft_revision: props.draftRevision, note: note?.trim() ?? '' },
          ...{ starts_at: momentIn(starts), ends_at: momentIn(ends) },
        })
      }
      onSaved={async () => {
        void message.success(t('decoration.published'))
        props.onClose()
        await changed()
      }}
      onError={() => void changed()}
      onClose={props.onClose}
    >
      <Form.Item
        name="starts"
        label={t('decoration.starts', { zone: timeZone })}
        extra={t('decoration.starts_hint')}
      >
        <Input type="datetime-local" min={wallOf(new Date(), timeZone)} />
      </Form.Item>
      <Form.Item
        name="ends"
        label={t('decoration.ends', { zone: timeZone })}
        extra={t('decoration.ends_hint')}
      >
        <Input type="datetime-local" min={wallOf(new Date(), timeZone)} />
      </Form.Item>
      <Form.Item name="note" label={t('decoration.note')}>
        <Input maxLength={200} placeholder={t('decoration.note_example')} />
      </Form.Item>
    </FormDialog>
  )
}
