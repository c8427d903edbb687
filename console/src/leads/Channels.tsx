import { PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, Modal, QRCode, Switch, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker, StorePicker } from '../org/pickers.tsx'
import { Chip } from '../ui/Chip.tsx'
import { CopyButton } from '../ui/Copy.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import {
  addChannel,
  type Channel,
  changeChannel,
  FUNNEL,
  type GivenChannel,
  type LeadForm,
  useLeadsChanged,
} from './api.ts'
import styles from './Leads.module.css'

/** Where the form is put up, with the funnel of each place. */
export function Channels({ form, mayWrite }: { form: LeadForm; mayWrite: boolean }) {
  const t = useTexts()
  const [edited, edit] = useState<'new' | Channel>()
  const [shown, show] = useState<Channel>()
  const columns: TableColumnsType<Channel> = [
    {
      key: 'name',
      title: t('lead_forms.channel'),
      render: (_, channel) => (
        <span className={styles.two}>
          <strong>{channel.name}</strong>
          {!channel.is_open && <Chip tone="warning">{t('lead_forms.channel_closed')}</Chip>}
        </span>
      ),
    },
    ...FUNNEL.map((step, i) => ({
      key: step,
      title: t(`lead_forms.${step}`),
      width: 110,
      align: 'right' as const,
      render: (_: unknown, channel: Channel) => (
        <span className={styles.two}>
          <Count value={channel[step]} />
          <small className={styles.quiet}>{rateOf(channel, i)}</small>
        </span>
      ),
    })),
    {
      key: 'acts',
      width: 170,
      render: (_, channel) => (
        <>
          <Button type="link" size="small" onClick={() => show(channel)}>
            {t('lead_forms.link')}
          </Button>
          {mayWrite && (
            <Button type="link" size="small" onClick={() => edit(channel)}>
              {t('action.edit')}
            </Button>
          )}
        </>
      ),
    },
  ]
  const create = mayWrite && (
    <Button icon={<PlusOutlined />} onClick={() => edit('new')}>
      {t('lead_forms.add_channel')}
    </Button>
  )
  return (
    <section aria-label={t('lead_forms.channels')}>
      <div className={styles.heading}>
        <h2>{t('lead_forms.channels')}</h2>
        {form.channels.length > 0 && create}
      </div>
      <p className={styles.quiet}>{t('lead_forms.funnel_words')}</p>
      <PageTable<Channel>
        label={t('lead_forms.channels')}
        list={{ data: form.channels, error: null, refetch: () => undefined }}
        columns={columns}
        rowKey={({ id }) => id}
        minWidth={860}
        empty={
          <EmptyState title={t('lead_forms.no_channels')} action={create}>
            <p>{t('lead_forms.no_channels_words')}</p>
          </EmptyState>
        }
      />
      {edited && <ChannelForm form={form} channel={edited} onClose={() => edit(undefined)} />}
      {shown && <Link channel={shown} onClose={() => show(undefined)} />}
    </section>
  )
}

/** Of those of the step before; '' where nobody came so far. */
function rateOf(channel: Channel, step: number): string {
  const before = FUNNEL[step - 1]
  const now = FUNNEL[step]
  // Who buys without having been followed up is won all the same: both are shares of the leads.
  const base = before === 'followed' ? 'submitted' : before
  if (!base || !now || channel[base] === 0) return ''
  return percent(channel[now] / channel[base])
}

function Link({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const t = useTexts()
  const address = channel.path && `${window.location.origin}${channel.path}`
  return (
    <Modal open title={channel.name} footer={null} onCancel={onClose}>
      {address ? (
        <div className={styles.link}>
          <QRCode value={address} size={220} bordered={false} />
          <code>{address}</code>
          <CopyButton text={address} label={t('lead_forms.copy_link')} />
        </div>
      ) : (
        <p>{t('lead_forms.no_shop')}</p>
      )}
    </Modal>
  )
}

function ChannelForm(props: { form: LeadForm; channel: 'new' | Channel; onClose: () => void }) {
  const t = useTexts()
  const changed = useLeadsChanged()
  const { form, channel } = props
  return (
    <FormDialog<GivenChannel>
      title={t(channel === 'new' ? 'lead_forms.add_channel' : 'lead_forms.edit_channel')}
      okText={t('action.save')}
      initial={
        channel === 'new'
          ? { name: '', is_open: true, staff_id: null, store_id: null }
          : {
              ...{ name: channel.name, is_open: channel.is_open },
              ...{ staff_id: channel.staff_id, store_id: channel.store_id },
            }
      }
      save={({ name, is_open, staff_id, store_id }) => {
        const given = {
          ...{ name: name.trim(), is_open: is_open ?? true },
          ...{ staff_id: staff_id ?? null, store_id: store_id ?? null },
        }
        return channel === 'new'
          ? addChannel(form.id, given)
          : changeChannel(form.id, channel.id, given)
      }}
      onSaved={async () => {
        props.onClose()
        await changed()
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('lead_forms.channel')}
        extra={t('lead_forms.channel_hint')}
        rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="staff_id"
        label={t('lead_forms.owner_staff')}
        extra={t('lead_forms.channel_owner_hint')}
      >
        <StaffPicker placeholder={t('lead_forms.as_form')} />
      </Form.Item>
      <Form.Item name="store_id" label={t('lead_forms.owner_store')}>
        <StorePicker placeholder={t('lead_forms.as_form')} />
      </Form.Item>
      {channel !== 'new' && (
        <Form.Item name="is_open" label={t('lead_forms.channel_open')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDialog>
  )
}
