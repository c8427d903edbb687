import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { customerQuery } from '../customers/api.ts'
import { useCustomerName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import { agreeToLink, endLink, type FamilyLink, familyQuery } from './api.ts'
import { LinkFamily } from './LinkFamily.tsx'
import { Loaded } from './Loaded.tsx'
import styles from './people.module.css'

type Asked = { what: 'agree' | 'end'; link: FamilyLink }

/** The customer's family: links that both sides agreed to, and those that wait for a yes. */
export function FamilyPanel(props: { customerId: number }) {
  const { customerId } = props
  const t = useTexts()
  const family = useQuery(familyQuery(customerId))
  const mayWrite = useMay('consent:write')
  const [isLinking, setLinking] = useState(false)
  const [asked, setAsked] = useState<Asked>()
  return (
    <Panel
      title={t('family.title')}
      extra={
        mayWrite && (
          <Button type="text" size="small" icon={<PlusOutlined />} onClick={() => setLinking(true)}>
            {t('family.add')}
          </Button>
        )
      }
    >
      <Loaded query={family} lines={3}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyState compact title={t('family.none')}>
              <p>{t('family.none_words')}</p>
            </EmptyState>
          ) : (
            <div className={styles.rows}>
              {data.items.map((link) => (
                <Row key={link.id} link={link} mayWrite={mayWrite} onAsk={setAsked} />
              ))}
            </div>
          )
        }
      </Loaded>
      {isLinking && <LinkFamily customerId={customerId} onClose={() => setLinking(false)} />}
      {asked && <Ask customerId={customerId} asked={asked} onClose={() => setAsked(undefined)} />}
    </Panel>
  )
}

const TONES = { confirmed: 'good', pending: 'warning', ended: 'plain' } as const

function Row(props: { link: FamilyLink; mayWrite: boolean; onAsk: (asked: Asked) => void }) {
  const { link } = props
  const t = useTexts()
  const nameOf = useCustomerName()
  // Whom the reader may not see, or who is not confirmed, stays a number.
  const other = useQuery({
    ...customerQuery(link.customer_id),
    enabled: link.state === 'confirmed',
    retry: false,
  })
  return (
    <div className={styles.row}>
      <div className={styles.what}>
        <div className={styles.line}>
          <span>{t(`family.is_${link.is}`)}</span>
          <Link
            className={styles.name}
            to="/customers/$customerId"
            params={{ customerId: String(link.customer_id) }}
          >
            {other.data ? nameOf(other.data) : `#${link.customer_id}`}
          </Link>
          <Chip tone={TONES[link.state]}>{t(`family.state_${link.state}`)}</Chip>
          {link.minor && <Chip>{t('family.minor')}</Chip>}
        </div>
        <div className={styles.facts}>
          <When at={link.ended_at ?? link.since} />
          <span>{link.asserted_by}</span>
          {link.waits_for.this_side && link.state === 'pending' && (
            <span>{t(`family.waits_this_${link.waits_for.this_side}`)}</span>
          )}
          {link.waits_for.other_side && link.state === 'pending' && (
            <span>{t(`family.waits_other_${link.waits_for.other_side}`)}</span>
          )}
        </div>
      </div>
      {props.mayWrite && link.state !== 'ended' && (
        <span className={styles.extra}>
          {link.waits_for.this_side && (
            <Button type="text" size="small" onClick={() => props.onAsk({ what: 'agree', link })}>
              {t('family.agree')}
            </Button>
          )}
          <Button type="text" size="small" onClick={() => props.onAsk({ what: 'end', link })}>
            {t('family.end')}
          </Button>
        </span>
      )}
    </div>
  )
}

function Ask(props: { customerId: number; asked: Asked; onClose: () => void }) {
  const { customerId, asked } = props
  const t = useTexts()
  const [form] = Form.useForm<{ text?: string }>()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const needsGuardian = asked.what === 'agree' && asked.link.waits_for.this_side === 'guardian'
  const doing = useMutation<unknown, Error, string | undefined>({
    mutationFn: (text) =>
      asked.what === 'agree'
        ? agreeToLink(customerId, asked.link.id, text)
        : endLink(customerId, asked.link.id, text ?? ''),
    onSuccess: async () => {
      void message.success(t(asked.what === 'agree' ? 'family.agreed' : 'family.ended'))
      props.onClose()
      await queryClient.invalidateQueries({ queryKey: ['customer'] })
    },
  })
  return (
    <Modal
      open
      title={t(asked.what === 'agree' ? 'family.agree_title' : 'family.end_title')}
      okText={t(asked.what === 'agree' ? 'family.agree' : 'family.end')}
      okButtonProps={{ danger: asked.what === 'end' }}
      cancelText={t('action.cancel')}
      confirmLoading={doing.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      {doing.error && <ErrorNote error={doing.error} />}
      <p>{t(asked.what === 'agree' ? 'family.agree_words' : 'family.end_words')}</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ text }) => doing.mutate(text?.trim() || undefined)}
      >
        {(asked.what === 'end' || needsGuardian) && (
          <Form.Item
            name="text"
            label={t(needsGuardian ? 'family.guardian' : 'people.reason')}
            rules={
              needsGuardian
                ? [{ required: true, whitespace: true, message: t('family.guardian_needed') }]
                : []
            }
          >
            <Input maxLength={needsGuardian ? 100 : 500} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
