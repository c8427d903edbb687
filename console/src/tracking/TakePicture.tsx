import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { When } from '../ui/When.tsx'
import { allowPicking } from './namingApi.ts'
import styles from './tracking.module.css'

/** Opens a page of the brand's in a way that it sends its picture here. */
export function TakePicture(props: { open: boolean; url?: string; onClose: () => void }) {
  const t = useTexts()
  const [form] = Form.useForm<{ url: string }>()
  const allowing = useMutation({ mutationFn: allowPicking })
  const allowed = allowing.data
  return (
    <Modal
      open={props.open}
      title={t('naming.take')}
      footer={null}
      onCancel={props.onClose}
      afterClose={allowing.reset}
      destroyOnHidden
    >
      {allowing.error && <ErrorNote error={allowing.error} />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ url: props.url ?? '' }}
        onFinish={({ url }) => allowing.mutate(url.trim())}
      >
        <p className={styles.words}>{t('naming.take_words')}</p>
        <Form.Item
          name="url"
          label={t('naming.address')}
          rules={[{ required: true, type: 'url', message: t('naming.address_needed') }]}
        >
          <Input autoFocus placeholder="https://shop.example.com/" />
        </Form.Item>
        {allowed ? (
          <div className={styles.stack}>
            <Button type="primary" href={allowed.link} target="_blank" rel="noreferrer">
              {t('naming.open_page')}
            </Button>
            <span className={styles.quiet}>
              {t('naming.open_until')} <When at={allowed.expires_at} />
            </span>
          </div>
        ) : (
          <Button type="primary" htmlType="submit" loading={allowing.isPending}>
            {t('naming.make_link')}
          </Button>
        )}
      </Form>
    </Modal>
  )
}
