import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input } from 'antd'
import { PictureField } from '../decoration/PictureField.tsx'
import { useTexts } from '../i18n/texts.ts'
import styles from './Rewards.module.css'

export type PartFields =
  | { kind: 'text'; text?: string }
  | { kind: 'picture'; picture_id?: string | null; alt?: string }

/** Words and pictures of content, in the order they are shown in. */
export function ContentParts() {
  const t = useTexts()
  return (
    <Form.List
      name="parts"
      rules={[
        {
          validator: (_, parts: PartFields[] | undefined) =>
            parts?.length
              ? Promise.resolve()
              : Promise.reject(new Error(t('rewards.parts_needed'))),
        },
      ]}
    >
      {(parts, { add, remove, move }, { errors }) => (
        <fieldset className={styles.parts}>
          <legend>{t('rewards.content_parts')}</legend>
          <p className={styles.quiet}>{t('rewards.content_hint')}</p>
          {parts.map(({ key, name }, place) => (
            <div key={key} className={styles.part}>
              <div className={styles.fields}>
                <Form.Item name={[name, 'kind']} hidden>
                  <Input />
                </Form.Item>
                <Part name={name} />
              </div>
              <div className={styles.tools}>
                <Button
                  type="text"
                  icon={<ArrowUpOutlined />}
                  aria-label={t('rewards.part_up', { place: place + 1 })}
                  disabled={place === 0}
                  onClick={() => move(place, place - 1)}
                />
                <Button
                  type="text"
                  icon={<ArrowDownOutlined />}
                  aria-label={t('rewards.part_down', { place: place + 1 })}
                  disabled={place === parts.length - 1}
                  onClick={() => move(place, place + 1)}
                />
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={t('rewards.part_remove', { place: place + 1 })}
                  onClick={() => remove(name)}
                />
              </div>
            </div>
          ))}
          <div className={styles.adds}>
            {(['text', 'picture'] as const).map((kind) => (
              <Button
                key={kind}
                icon={<PlusOutlined />}
                disabled={parts.length >= 60}
                onClick={() => add({ kind })}
              >
                {t(`rewards.add_${kind}`)}
              </Button>
            ))}
          </div>
          <Form.ErrorList errors={errors} />
        </fieldset>
      )}
    </Form.List>
  )
}

function Part({ name }: { name: number }) {
  const t = useTexts()
  const kind = Form.useWatch(['parts', name, 'kind']) as PartFields['kind'] | undefined
  const needed = [{ required: true, message: t('rewards.needed') }]
  if (kind === 'picture')
    return (
      <>
        <Form.Item
          name={[name, 'picture_id']}
          label={t('rewards.part_picture')}
          rules={[{ required: true, message: t('rewards.picture_needed') }]}
        >
          <PictureField />
        </Form.Item>
        <Form.Item name={[name, 'alt']} label={t('rewards.part_alt')}>
          <Input maxLength={200} />
        </Form.Item>
      </>
    )
  return (
    <Form.Item
      name={[name, 'text']}
      label={t('rewards.part_text')}
      rules={[{ ...needed[0], whitespace: true }]}
    >
      <Input.TextArea maxLength={20_000} autoSize={{ minRows: 3, maxRows: 12 }} />
    </Form.Item>
  )
}
