// What contacts are taken to cost where nothing is recorded, in the currency's unit.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, InputNumber } from 'antd'
import { useBuilding } from '../../audiences/building.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { NumberSetting, SettingsDrawer } from '../scores/SettingsDrawer.tsx'
import { type CostModel, costModelQuery, saveCostModel } from './api.ts'
import { CodeField } from './CodeField.tsx'
import styles from './Growth.module.css'

interface Fields {
  per_add: number
  hour: number
  channels: { channel: string; per_add: number; per_month?: number | null }[]
}
const units = (fen: number) => fen / 100
const fen = (units: number) => Math.round(units * 100)

const fieldsOf = ({ per_add_fen, hour_fen, channels }: CostModel['settings']): Fields => ({
  per_add: units(per_add_fen),
  hour: units(hour_fen),
  channels: channels.map((one) => ({
    channel: one.channel,
    per_add: units(one.per_add_fen),
    per_month: units(one.per_month_fen),
  })),
})

export function CostModelDrawer(props: { onClose: () => void }) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { choices } = useBuilding()
  const set = useQuery(costModelQuery)
  if (!set.data) return null
  const { settings, version, at, by_name } = set.data
  return (
    <SettingsDrawer<Fields>
      title={t('outlay.model')}
      words={t('outlay.model_words')}
      initial={fieldsOf(settings)}
      version={version}
      at={at}
      byName={by_name}
      save={({ per_add, hour, channels }) =>
        saveCostModel({
          version,
          settings: {
            per_add_fen: fen(per_add),
            hour_fen: fen(hour),
            channels: channels.map((one) => ({
              channel: one.channel,
              per_add_fen: fen(one.per_add),
              per_month_fen: fen(one.per_month ?? 0),
            })),
          },
        })
      }
      onSaved={() => queryClient.invalidateQueries({ queryKey: ['insight'] })}
      onClose={props.onClose}
    >
      <div className={styles.halves}>
        <NumberSetting
          name="per_add"
          label={t('outlay.model_add')}
          words={t('outlay.model_add_words')}
          min={0.01}
          max={1_000_000}
        />
        <NumberSetting
          name="hour"
          label={t('outlay.model_hour')}
          words={t('outlay.model_hour_words')}
          min={0}
          max={100_000}
        />
      </div>
      <Form.Item label={t('outlay.model_channels')} extra={t('outlay.model_channels_words')}>
        <Form.List name="channels">
          {(rows, { add, remove }) => (
            <>
              {rows.map(({ key, name }) => (
                <div key={key} className={styles.channel}>
                  <Form.Item
                    name={[name, 'channel']}
                    rules={[{ required: true, message: t('outlay.by_channel') }]}
                  >
                    <CodeField placeholder={t('outlay.by_channel')} options={choices.channels} />
                  </Form.Item>
                  <Form.Item
                    name={[name, 'per_add']}
                    rules={[{ required: true, message: t('outlay.model_per_add') }]}
                  >
                    <InputNumber
                      min={0.01}
                      placeholder={t('outlay.model_per_add')}
                      style={{ width: '100%' }}
                    />
                  </Form.Item>
                  <Form.Item name={[name, 'per_month']}>
                    <InputNumber
                      min={0}
                      placeholder={t('outlay.model_per_month')}
                      style={{ width: '100%' }}
                    />
                  </Form.Item>
                  <Button
                    icon={<DeleteOutlined />}
                    aria-label={t('outlay.delete')}
                    onClick={() => remove(name)}
                  />
                </div>
              ))}
              <Button icon={<PlusOutlined />} onClick={() => add({})}>
                {t('outlay.model_add_channel')}
              </Button>
            </>
          )}
        </Form.List>
      </Form.Item>
    </SettingsDrawer>
  )
}
