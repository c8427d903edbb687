import { Form, type FormInstance, Input, Switch } from 'antd'
import { momentOf, wallOf } from '../decoration/zoned.ts'
import { useLocale } from '../format/locale.tsx'
import { useTexts } from '../i18n/texts.ts'
import type { Storefront } from './api.ts'

/** As the form has it: times by the brand's clock. */
export interface LookGiven {
  in_shop?: boolean
  has_accent?: boolean
  accent?: string | null
  has_live?: boolean
  live_title?: string
  live_url?: string
  live_room?: string
  live_from?: string
  live_to?: string
}
type Look = Pick<Storefront, 'in_shop' | 'accent' | 'live'>

export function lookGiven({ in_shop, accent, live }: Look, zone: string): LookGiven {
  return {
    ...{ in_shop, has_accent: accent !== null, has_live: live !== null },
    accent: accent ?? USUAL,
    ...(live && {
      ...{ live_title: live.title, live_url: live.url, live_room: live.room ?? '' },
      live_from: wallOf(new Date(live.starts_at), zone),
      live_to: wallOf(new Date(live.ends_at), zone),
    }),
  }
}

export function lookOf(given: LookGiven, zone: string): Look {
  const moment = (wall: string | undefined) => momentOf(wall ?? '', zone).toISOString()
  return {
    in_shop: given.in_shop ?? false,
    accent: given.has_accent ? (given.accent ?? USUAL).toLowerCase() : null,
    live: given.has_live
      ? {
          ...{ title: given.live_title?.trim() ?? '', url: given.live_url?.trim() ?? '' },
          room: given.live_room?.trim() || null,
          ...{ starts_at: moment(given.live_from), ends_at: moment(given.live_to) },
        }
      : null,
  }
}

const USUAL = '#1456c9'

/** How a storefront shows itself in the customers' shop. */
export function LookFields<Fields extends LookGiven>(props: { form: FormInstance<Fields> }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const hasAccent = Form.useWatch('has_accent', props.form as FormInstance) as boolean | undefined
  const hasLive = Form.useWatch('has_live', props.form as FormInstance) as boolean | undefined
  const needed = [{ required: true, message: t('own_orders.needed') }]
  return (
    <>
      <Form.Item
        name="in_shop"
        label={t('storefronts.in_shop')}
        tooltip={t('storefronts.in_shop_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item name="has_accent" label={t('storefronts.has_accent')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {hasAccent && (
        <Form.Item
          name="accent"
          label={t('storefronts.accent')}
          tooltip={t('storefronts.accent_hint')}
          initialValue={USUAL}
        >
          <Input type="color" style={{ width: 80 }} />
        </Form.Item>
      )}
      <Form.Item
        name="has_live"
        label={t('storefronts.has_live')}
        tooltip={t('storefronts.has_live_hint')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      {hasLive && (
        <>
          <Form.Item name="live_title" label={t('storefronts.live_title')} rules={needed}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="live_url"
            label={t('storefronts.live_url')}
            rules={[
              ...needed,
              { pattern: /^https:[/]{2}/, message: t('storefronts.live_url_shape') },
            ]}
          >
            <Input maxLength={2_000} placeholder="https://" />
          </Form.Item>
          <Form.Item
            name="live_room"
            label={t('storefronts.live_room')}
            tooltip={t('storefronts.live_room_hint')}
          >
            <Input maxLength={255} />
          </Form.Item>
          <Form.Item
            name="live_from"
            label={t('storefronts.live_from', { zone: timeZone })}
            rules={needed}
          >
            <Input type="datetime-local" />
          </Form.Item>
          <Form.Item
            name="live_to"
            label={t('storefronts.live_to', { zone: timeZone })}
            rules={needed}
          >
            <Input type="datetime-local" />
          </Form.Item>
        </>
      )}
    </>
  )
}
