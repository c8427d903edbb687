import { useQueryClient } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { paymentsKey, saveWechatPay, type WechatPayAccount } from './api.ts'

interface Fields {
  mchid: string
  appid: string
  serial: string
  private_key?: string
  api_v3_key?: string
  public_key_id?: string
  public_key?: string
}
const given = (text: string | undefined) => text?.trim() || undefined

/** What WeChat Pay gave the merchant; secrets that are left empty stay as they are. */
export function WechatPayForm(props: { account: WechatPayAccount | null; onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { account } = props
  const pattern = (of: RegExp, words: string) => [{ required: true, pattern: of, message: words }]
  return (
    <FormDialog<Fields>
      title={t('wechat_pay.title')}
      okText={t('wechat_pay.save')}
      width={640}
      initial={{
        ...{ mchid: account?.mchid ?? '', appid: account?.appid ?? '' },
        ...{ serial: account?.serial ?? '', public_key_id: account?.public_key_id ?? '' },
        public_key: account?.public_key ?? '',
      }}
      save={(fields) => {
        const [privateKey, apiV3Key] = [given(fields.private_key), given(fields.api_v3_key)]
        return saveWechatPay({
          ...{ mchid: fields.mchid.trim(), appid: fields.appid.trim() },
          serial: fields.serial.trim(),
          ...(privateKey && { private_key: privateKey }),
          ...(apiV3Key && { api_v3_key: apiV3Key }),
          public_key_id: given(fields.public_key_id) ?? null,
          public_key: given(fields.public_key) ?? null,
        })
      }}
      onSaved={async () => {
        await queryClient.invalidateQueries(paymentsKey)
        props.onClose()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="mchid"
        label={t('wechat_pay.mchid')}
        extra={t('wechat_pay.mchid_words')}
        rules={pattern(/^\s*\d{8,10}\s*$/, t('wechat_pay.mchid_form'))}
      >
        <Input autoComplete="off" inputMode="numeric" />
      </Form.Item>
      <Form.Item
        name="appid"
        label={t('wechat_pay.appid')}
        extra={t('wechat_pay.appid_words')}
        rules={pattern(/^\s*wx[0-9a-zA-Z]{16}\s*$/, t('wechat_pay.appid_form'))}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="serial"
        label={t('wechat_pay.serial')}
        extra={t('wechat_pay.serial_words')}
        rules={pattern(/^\s*[0-9a-fA-F]{16,40}\s*$/, t('wechat_pay.serial_form'))}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="private_key"
        label={t('wechat_pay.private_key')}
        extra={t(account ? 'wechat_pay.secret_kept' : 'wechat_pay.private_key_words')}
        rules={[{ required: !account, message: t('wechat_pay.private_key_form') }]}
      >
        <Input.TextArea rows={4} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="api_v3_key"
        label={t('wechat_pay.api_v3_key')}
        extra={t(account ? 'wechat_pay.secret_kept' : 'wechat_pay.api_v3_key_words')}
        rules={[
          {
            required: !account,
            pattern: /^\s*[\x21-\x7e]{32}\s*$/,
            message: t('wechat_pay.api_v3_key_form'),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="public_key_id"
        label={t('wechat_pay.public_key_id')}
        extra={t('wechat_pay.public_key_words')}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="public_key" label={t('wechat_pay.public_key')}>
        <Input.TextArea rows={4} autoComplete="off" spellCheck={false} />
      </Form.Item>
    </FormDialog>
  )
}
