import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Radio, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { AUDIENCES, type Audience, editAudience, setTagSync } from './api.ts'
import { useVocabulary } from './vocabulary.ts'

interface DialogProps {
  audience: Audience
  onClose: () => void
}

type Words = Pick<Audience, 'name' | 'description' | 'folder' | 'labels'>

/** What an audience is called and where it is found; its rule is another page. */
export function AudienceSettings(props: DialogProps) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { name, description, folder, labels, id, revision } = props.audience
  return (
    <FormDialog<Words>
      title={t('audience_settings.title')}
      okText={t('audience_page.save')}
      initial={{ name, description, folder, labels }}
      save={(words) => editAudience(id, { revision, ...words })}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: AUDIENCES })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('audience_page.name')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="description" label={t('audience_page.description')}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
      <Form.Item name="folder" label={t('audience_settings.folder')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="labels" label={t('audience_settings.labels')}>
        <Select mode="tags" maxCount={50} open={false} suffixIcon={null} />
      </Form.Item>
    </FormDialog>
  )
}

interface Following {
  tag?: string
  mode: 'add' | 'mirror'
}

/** Lets a tag follow the audience; without one, none does any more. */
export function TagSync(props: DialogProps) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { choices } = useVocabulary()
  const { id, tag_sync } = props.audience
  return (
    <FormDialog<Following>
      title={t('audience_settings.tag_sync')}
      okText={t('audience_page.save')}
      words={t('audience_settings.tag_words')}
      initial={{ mode: 'mirror', ...tag_sync }}
      save={({ tag, mode }) => setTagSync(id, tag ? { tag, mode } : null)}
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: AUDIENCES })
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item name="tag" label={t('audience_settings.tag')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('audience_settings.no_tag')}
          options={choices.tags.map(({ value, label }) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="mode" label={t('audience_settings.tag_mode')}>
        <Radio.Group
          options={(['mirror', 'add'] as const).map((value) => ({
            value,
            label: t(`audience_settings.tag_${value}`),
          }))}
        />
      </Form.Item>
    </FormDialog>
  )
}
