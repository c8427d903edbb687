import { useQuery, useQueryClient } from '@tanstack/react-query'
import { DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useTexts } from '../../i18n/texts.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { ownersQuery } from '../operating/api.ts'
import { changeKocs, KOC, type Koc, STAGES, type Stage } from './api.ts'

interface Fields {
  stage?: Stage
  owner_id?: string | null
  next_step?: string
  next_on?: Dayjs | null
  note?: string
}

/** Of one: what stands is filled in. Of several: what is left empty stays as it is with each. */
export function MoveDialog(props: { those: readonly Koc[]; onClose: (isMoved: boolean) => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const owners = useQuery(ownersQuery())
  const [only] = props.those.length === 1 ? props.those : []
  const initial: Fields = only
    ? {
        ...{ stage: only.stage, owner_id: only.owner?.id ?? null, next_step: only.next_step },
        next_on: only.next_on ? dayjs(only.next_on) : null,
      }
    : {}
  return (
    <FormDialog<Fields>
      title={only ? t('koc.move') : t('koc.move_n', { count: props.those.length })}
      okText={t('action.save')}
      {...(!only && { words: t('koc.move_words') })}
      initial={initial}
      save={({ stage, owner_id, next_step, next_on, note }) =>
        changeKocs({
          ids: props.those.map(({ id }) => id),
          ...(stage && { stage }),
          ...(only ? { owner_id: owner_id ?? null } : owner_id && { owner_id }),
          ...(only ? { next_step: next_step ?? '' } : next_step && { next_step }),
          ...(only
            ? { next_on: next_on ? next_on.format('YYYY-MM-DD') : null }
            : next_on && { next_on: next_on.format('YYYY-MM-DD') }),
          note: note ?? '',
        })
      }
      onSaved={async () => {
        await queryClient.invalidateQueries({ queryKey: KOC })
        props.onClose(true)
      }}
      onClose={() => props.onClose(false)}
    >
      <Form.Item name="stage" label={t('koc.stage')}>
        <Select
          options={STAGES.map((value) => ({ value, label: t(`koc_stage.${value}`) }))}
          placeholder={t('koc.as_is')}
        />
      </Form.Item>
      <Form.Item name="owner_id" label={t('koc.owner')}>
        <Select
          allowClear
          options={(owners.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          placeholder={only ? t('koc.nobody') : t('koc.as_is')}
        />
      </Form.Item>
      <Form.Item name="next_step" label={t('koc.next')}>
        <Input maxLength={500} placeholder={t('koc.next_example')} />
      </Form.Item>
      <Form.Item name="next_on" label={t('koc.next_on')}>
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="note" label={t('koc.note')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDialog>
  )
}
