import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, DatePicker, Drawer, Form, Input, Radio, Select, Skeleton } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { ArgsFields } from './ArgsFields.tsx'
import { changeOffer, createOffer, kindsQuery, type Offer, usePromotionChanged } from './api.ts'
import { DryRun } from './DryRun.tsx'
import { Conditions, LimitFields } from './OfferConditions.tsx'
import { type Fields, fieldsOf, KIND_CODES, kindOf, limitsOf, termsOf } from './offerTerms.ts'
import styles from './Promotion.module.css'
import type { Schema } from './schema.ts'

/**
 * A new offer or one as it is: its kind draws its form, and a basket beside it tries it.
 * @param props.from what a new one begins with, but for its name and its time
 */
export function OfferEditor(props: {
  offer?: Offer | undefined
  from?: Offer
  onClose: () => void
}) {
  const { offer, from } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = usePromotionChanged()
  const kinds = useQuery(kindsQuery)
  const [form] = Form.useForm<Fields>()
  const kind = Form.useWatch('kind', form) ?? kindOf((offer ?? from)?.kind) ?? 'amount'
  const fields = Form.useWatch((values) => values as Fields, { form, preserve: true })
  const schema = kinds.data?.kinds.find(({ code }) => code === kind)?.args as Schema | undefined
  const saving = useMutation({
    mutationFn: (given: Fields) => {
      const body = {
        ...{ name: given.name.trim(), activity_id: given.activity_id ?? null },
        terms: termsOf(given),
        limits: limitsOf(given.limits),
      }
      return offer
        ? changeOffer(offer.id, { ...body, version: offer.version })
        : createOffer({ ...body, source: given.source })
    },
    onSuccess: async () => {
      void message.success(t('offers.saved'))
      props.onClose()
      await changed()
    },
  })
  return (
    <Drawer
      open
      size={860}
      title={t(offer ? 'offers.edit' : 'offers.new')}
      onClose={props.onClose}
      extra={
        <Button type="primary" loading={saving.isPending} onClick={() => form.submit()}>
          {t('action.save')}
        </Button>
      }
    >
      {saving.error && <ErrorNote error={saving.error} />}
      {kinds.error ? (
        <ErrorPanel error={kinds.error} onRetry={() => void kinds.refetch()} />
      ) : !schema ? (
        <Skeleton active />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={
            offer
              ? fieldsOf(offer)
              : from
                ? { ...fieldsOf(from), name: '', time: null }
                : { source: 'offer', kind: 'amount', priority: 0 }
          }
          onFinish={(given) => saving.mutate({ ...form.getFieldsValue(true), ...given })}
        >
          <div className={styles.pair}>
            <Form.Item
              name="name"
              label={t('offers.name')}
              rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
            >
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item name="source" label={t('offers.source')} tooltip={t('offers.source_hint')}>
              <Radio.Group
                disabled={offer !== undefined}
                options={(['offer', 'coupon'] as const).map((value) => ({
                  value,
                  label: t(`offer_source.${value}`),
                }))}
              />
            </Form.Item>
            <Form.Item name="kind" label={t('offers.kind')} extra={t(`offer_kind_words.${kind}`)}>
              <Select
                options={KIND_CODES.map((value) => ({ value, label: t(`offer_kind.${value}`) }))}
                onChange={() => form.setFieldValue('args', {})}
              />
            </Form.Item>
            <Form.Item name="time" label={t('offers.time')}>
              <DatePicker.RangePicker
                showTime
                allowEmpty={[true, true]}
                style={{ width: '100%' }}
              />
            </Form.Item>
            <ArgsFields key={kind} schema={schema} path={['args']} />
          </div>
          <Conditions offerId={offer?.id} />
          <LimitFields />
          <DryRun
            offer={offer}
            source={fields?.source ?? (offer ?? from)?.source ?? 'offer'}
            name={fields?.name ?? offer?.name ?? ''}
            terms={fields ? termsOf({ ...fields, kind }) : undefined}
          />
        </Form>
      )}
    </Drawer>
  )
}
