import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { CopyText } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { paymentsKey, removeWechatPay, type WechatPayAccount, wechatPayQuery } from './api.ts'
import { ConnectionTest } from './ConnectionTest.tsx'
import { WechatPayForm } from './WechatPayForm.tsx'

export function WechatPayPanel() {
  const t = useTexts()
  const [isEdited, setEdited] = useState(false)
  const query = useQuery(wechatPayQuery)
  const account = query.data?.account
  const edit = (
    <Button type={account ? 'default' : 'primary'} onClick={() => setEdited(true)}>
      {t(account ? 'wechat_pay.edit' : 'wechat_pay.set')}
    </Button>
  )
  return (
    <Panel
      title={t('wechat_pay.title')}
      extra={
        account && (
          <span style={{ display: 'inline-flex', gap: 8 }}>
            {edit}
            <RemoveAccount />
          </span>
        )
      }
    >
      {query.error && !query.data ? (
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <SkeletonLines lines={5} />
      ) : account ? (
        <Kept account={account} callbackUrl={query.data.callback_url} />
      ) : (
        <EmptyState title={t('wechat_pay.none')} action={edit}>
          {t('wechat_pay.none_words')}
        </EmptyState>
      )}
      {isEdited && <WechatPayForm account={account ?? null} onClose={() => setEdited(false)} />}
    </Panel>
  )
}

function Kept(props: { account: WechatPayAccount; callbackUrl: string | null }) {
  const t = useTexts()
  const known = useKnownText()
  const { account } = props
  const print = (text: string) => (
    <>
      <Chip tone="good">{t('wechat_pay.is_set')}</Chip> <code>{text}</code>
    </>
  )
  return (
    <>
      {account.problem && (
        <Alert
          type="error"
          showIcon
          style={{ marginBottom: 16 }}
          title={known(`wechat_pay_problem.${account.problem}`) ?? account.problem}
          description={
            <>
              {known(`wechat_pay_advice.${account.problem}`)} <When at={account.problem_at} />
            </>
          }
        />
      )}
      <KeyValues
        rows={[
          {
            key: 'mchid',
            label: t('wechat_pay.mchid'),
            value: <CopyText text={account.mchid} />,
          },
          { key: 'appid', label: t('wechat_pay.appid'), value: <CopyText text={account.appid} /> },
          {
            key: 'serial',
            label: t('wechat_pay.serial'),
            value: <CopyText text={account.serial} />,
          },
          {
            key: 'private_key',
            label: t('wechat_pay.private_key'),
            value: print(account.private_key_print),
          },
          {
            key: 'api_v3_key',
            label: t('wechat_pay.api_v3_key'),
            value: print(account.api_v3_key_print),
          },
          {
            key: 'public_key',
            label: t('wechat_pay.public_key'),
            value: account.public_key_id ? (
              <code>{account.public_key_id}</code>
            ) : (
              t('wechat_pay.by_certificates')
            ),
          },
          {
            key: 'callback',
            label: t('wechat_pay.callback_url'),
            value: props.callbackUrl ? (
              <CopyText text={props.callbackUrl} />
            ) : (
              <Chip tone="bad">{t('wechat_pay_problem.no_public_url')}</Chip>
            ),
          },
          {
            key: 'tested',
            label: t('wechat_pay.tested_at'),
            value: account.tested_at ? (
              <When at={account.tested_at} />
            ) : (
              <Chip tone="warning">{t('wechat_pay.never_tested')}</Chip>
            ),
          },
        ]}
      />
      <ConnectionTest />
    </>
  )
}

function RemoveAccount() {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { modal, message } = App.useApp()
  const errorWords = useErrorWords()
  const ask = () =>
    modal.confirm({
      title: t('wechat_pay.remove_title'),
      content: t('wechat_pay.remove_words'),
      okText: t('wechat_pay.remove'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await removeWechatPay()
          await queryClient.invalidateQueries(paymentsKey)
        } catch (error) {
          void message.error(errorWords(error).title)
        }
      },
    })
  return (
    <Button danger onClick={ask}>
      {t('wechat_pay.remove')}
    </Button>
  )
}
