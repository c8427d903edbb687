import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { ReasonField } from '../ui/ReasonField.tsx'
import {
  acceptQuotation,
  declineQuotation,
  type Quotation,
  reviseQuotation,
  sendQuotation,
  useQuotationsChanged,
  withdrawQuotation,
} from './api.ts'

type Doing = 'send' | 'withdraw' | 'accept' | 'decline'

/** What can be done with it as it stands. */
export function Acts({ quotation }: { quotation: Quotation }) {
  const t = useTexts()
  const changed = useQuotationsChanged()
  const navigate = useNavigate()
  const [doing, setDoing] = useState<Doing>()
  const { id, state, revision } = quotation
  const close = () => setDoing(undefined)
  const revising = useMutation({
    mutationFn: () => reviseQuotation(id, revision),
    onSuccess: async () => {
      await changed()
      await navigate({ to: '/quotations/$quotationId/edit', params: { quotationId: id } })
    },
  })
  return (
    <>
      {revising.error && <ErrorNote error={revising.error} />}
      <ButtonLink to="/quotations/new" search={{ from: id }}>
        {t('quotations.copy')}
      </ButtonLink>
      {state === 'draft' && (
        <ButtonLink to="/quotations/$quotationId/edit" params={{ quotationId: id }}>
          {t('action.edit')}
        </ButtonLink>
      )}
      {(state === 'sent' || state === 'declined' || state === 'expired') && (
        <Button loading={revising.isPending} onClick={() => revising.mutate()}>
          {t('quotations.revise')}
        </Button>
      )}
      {(state === 'draft' || state === 'sent') && (
        <Button danger onClick={() => setDoing('withdraw')}>
          {t('quotations.withdraw')}
        </Button>
      )}
      {state === 'sent' && (
        <>
          <Button onClick={() => setDoing('decline')}>{t('quotations.decline')}</Button>
          <Button type="primary" onClick={() => setDoing('accept')}>
            {t('quotations.accept')}
          </Button>
        </>
      )}
      {state === 'draft' && (
        <Button type="primary" onClick={() => setDoing('send')}>
          {t('quotations.send')}
        </Button>
      )}
      {doing === 'accept' ? (
        <AcceptForm quotation={quotation} onClose={close} />
      ) : (
        doing && <WithReason doing={doing} quotation={quotation} onClose={close} />
      )}
    </>
  )
}

function WithReason(props: {
  doing: Exclude<Doing, 'accept'>
  quotation: Quotation
  onClose: () => void
}) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useQuotationsChanged()
  const { doing, quotation } = props
  const { id, revision, version, judged } = quotation
  const asks = doing === 'send' && judged.because.length > 0
  const run = (reason: string) =>
    doing === 'send'
      ? sendQuotation(id, { revision, reason })
      : doing === 'withdraw'
        ? withdrawQuotation(id, { revision, reason })
        : declineQuotation(id, { version, reason })
  return (
    <FormDialog<{ reason?: string }, Quotation>
      title={t(asks ? 'quotations.ask' : `quotations.${doing}`)}
      okText={t(asks ? 'quotations.ask' : `quotations.${doing}`)}
      danger={doing === 'withdraw'}
      words={t(asks ? 'quotations.ask_words' : `quotations.${doing}_words`)}
      save={({ reason }) => run(reason?.trim() ?? '')}
      onSaved={async ({ state }) => {
        void message.success(t(`quotation_done.${state}`))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      {(doing !== 'send' || asks) && (
        <ReasonField
          label={t('quotations.why')}
          needed={doing === 'withdraw' ? t('quotations.needed') : undefined}
          rows={2}
        />
      )}
    </FormDialog>
  )
}

interface Accepting {
  name?: string
  phone?: string
  region?: string
  street?: string
  agreed?: boolean
}
/** She has said yes in the store or on the phone. */
function AcceptForm(props: { quotation: Quotation; onClose: () => void }) {
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useQuotationsChanged()
  const { id, version, versions } = props.quotation
  const [newest] = versions
  const isSent = newest?.delivery === 'ship' && newest.lines.some((line) => line.ships)
  const mustAgree = newest?.deposit_kind === 'earnest'
  const needed = [{ required: true, whitespace: true, message: t('quotations.needed') }]
  return (
    <FormDialog<Accepting>
      title={t('quotations.accept')}
      okText={t('quotations.accept')}
      words={t('quotations.accept_words')}
      save={({ name = '', phone = '', region = '', street = '', agreed = false }) =>
        acceptQuotation(id, {
          ...{ version, agreed },
          address: isSent
            ? { name, phone, street, region: region.trim().split(/\s+/).slice(0, 5) }
            : null,
        })
      }
      onSaved={async () => {
        void message.success(t('quotation_done.accepted'))
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      {isSent && (
        <>
          <Form.Item name="name" label={t('quotations.receiver')} rules={needed}>
            <Input maxLength={100} />
          </Form.Item>
          <Form.Item name="phone" label={t('quotations.phone')} rules={needed}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item
            name="region"
            label={t('quotations.region')}
            extra={t('quotations.region_hint')}
            rules={needed}
          >
            <Input maxLength={150} />
          </Form.Item>
          <Form.Item name="street" label={t('quotations.street')} rules={needed}>
            <Input maxLength={300} />
          </Form.Item>
        </>
      )}
      {mustAgree && (
        <Form.Item name="agreed" valuePropName="checked">
          <Checkbox>{t('quotations.agreed')}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  )
}
