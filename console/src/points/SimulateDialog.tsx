import { useMutation } from '@tanstack/react-query'
import { Button, InputNumber, Modal, Space } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Count } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { type PointsRule, simulateRule } from './api.ts'

/** How many points more or less the draft would have given on what really happened. */
export function SimulateDialog(props: { rule: PointsRule; onClose: () => void }) {
  const t = useTexts()
  const [days, setDays] = useState(30)
  const trying = useMutation({ mutationFn: () => simulateRule(props.rule.id, days) })
  const { data } = trying
  return (
    <Modal
      open
      title={t('points.simulate_title', { name: props.rule.name })}
      footer={null}
      onCancel={props.onClose}
    >
      <p>{t('points.simulate_words')}</p>
      <Space>
        <InputNumber
          aria-label={t('points.days')}
          min={1}
          max={365}
          value={days}
          suffix={t('points.days')}
          onChange={(value) => setDays(value ?? 30)}
        />
        <Button type="primary" loading={trying.isPending} onClick={() => trying.mutate()}>
          {t('points.simulate')}
        </Button>
      </Space>
      {trying.error && <ErrorNote error={trying.error} />}
      {data && (
        <KeyValues
          rows={[
            {
              key: 'events',
              label: t('points.events'),
              value: <Count value={data.draft.events} />,
            },
            {
              key: 'live',
              label: t('points.by_live'),
              value: data.live ? <Count value={data.live.points} /> : t('points.not_live'),
            },
            {
              key: 'draft',
              label: t('points.by_draft'),
              value: <Count value={data.draft.points} />,
            },
            {
              key: 'people',
              label: t('points.people'),
              value: <Count value={data.draft.customers} />,
            },
            {
              key: 'difference',
              label: t('points.difference'),
              value: <Count value={data.difference} />,
            },
          ]}
        />
      )}
    </Modal>
  )
}
