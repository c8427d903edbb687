import { HistoryOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Dropdown, Form } from 'antd'
import { useState } from 'react'
import { usePlatformName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { StaffPicker } from '../org/pickers.tsx'
import { useMay } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import { addRelation, endRelation, type Relation, relationsQuery } from './api.ts'
import { Loaded } from './Loaded.tsx'
import styles from './people.module.css'

/** Which staff the customer is friends with on WeCom, and was. */
export function RelationsPanel(props: { customerId: number }) {
  const { customerId } = props
  const t = useTexts()
  const relations = useQuery(relationsQuery(customerId))
  const mayWrite = useMay('customers:write')
  const sourceOf = usePlatformName()
  const [isAdding, setAdding] = useState(false)
  const [isHistoryOpen, setHistoryOpen] = useState(false)
  return (
    <Panel
      title={t('relation.title')}
      extra={
        <span className={styles.extra}>
          <Button
            type="text"
            size="small"
            icon={<HistoryOutlined />}
            onClick={() => setHistoryOpen(true)}
          >
            {t('relation.history')}
          </Button>
          {mayWrite && (
            <Button
              type="text"
              size="small"
              icon={<PlusOutlined />}
              aria-label={t('relation.add')}
              onClick={() => setAdding(true)}
            />
          )}
        </span>
      }
    >
      <Loaded query={relations} lines={3}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyState compact title={t('relation.none')}>
              <p>{t('relation.none_words')}</p>
            </EmptyState>
          ) : (
            <div className={styles.rows}>
              {data.items.map((one) => (
                <Row
                  key={one.staff_id}
                  customerId={customerId}
                  relation={one}
                  mayEnd={mayWrite && one.state === 'friend'}
                />
              ))}
            </div>
          )
        }
      </Loaded>
      {isAdding && <Add customerId={customerId} onClose={() => setAdding(false)} />}
      <Drawer
        title={t('relation.history_title')}
        open={isHistoryOpen}
        onClose={() => setHistoryOpen(false)}
        size={440}
        destroyOnHidden
      >
        <Loaded query={relations} lines={8}>
          {(data) => (
            <ol className={styles.history}>
              {data.history.map((change) => (
                <li key={change.id} className={styles.change}>
                  <div className={styles.line}>
                    <span className={styles.name}>{change.staff_name ?? change.staff_id}</span>
                    <State state={change.state} />
                  </div>
                  <div className={styles.facts}>
                    <When at={change.at} />
                    <span>{sourceOf(change.source)}</span>
                  </div>
                </li>
              ))}
              {data.history_is_longer && (
                <li className={styles.quiet}>{t('people.history_longer')}</li>
              )}
              {data.history.length === 0 && (
                <li className={styles.quiet}>{t('relation.no_history')}</li>
              )}
            </ol>
          )}
        </Loaded>
      </Drawer>
    </Panel>
  )
}

function State(props: { state: Relation['state'] }) {
  const t = useTexts()
  return (
    <Chip tone={props.state === 'friend' ? 'good' : 'bad'}>
      {t(`relation.state_${props.state}`)}
    </Chip>
  )
}

function Row(props: { customerId: number; relation: Relation; mayEnd: boolean }) {
  const { customerId, relation } = props
  const t = useTexts()
  const sourceOf = usePlatformName()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const ending = useMutation({
    mutationFn: (by: 'customer' | 'staff') => endRelation(customerId, relation.staff_id, by),
    onSuccess: async () => {
      void message.success(t('relation.ended'))
      await queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
    },
  })
  return (
    <div>
      {ending.error && <ErrorNote error={ending.error} />}
      <div className={styles.row}>
        <div className={styles.what}>
          <div className={styles.line}>
            <span className={styles.name}>{relation.staff_name ?? relation.staff_id}</span>
            {relation.staff_name === null && <Chip tone="warning">{t('org.undeclared')}</Chip>}
            {relation.staff_left && <Chip>{t('relation.staff_left')}</Chip>}
            <State state={relation.state} />
          </div>
          <div className={styles.facts}>
            <When at={relation.state === 'friend' ? relation.added_at : relation.ended_at} />
            {(relation.store_name ?? relation.store_id) && (
              <span>{relation.store_name ?? relation.store_id}</span>
            )}
            <span>{sourceOf(relation.source)}</span>
          </div>
        </div>
        {props.mayEnd && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: [
                { key: 'customer', label: t('relation.end_by_customer') },
                { key: 'staff', label: t('relation.end_by_staff') },
              ],
              onClick: ({ key }) => ending.mutate(key === 'staff' ? 'staff' : 'customer'),
            }}
          >
            <Button type="text" size="small" loading={ending.isPending}>
              {t('relation.end')}
            </Button>
          </Dropdown>
        )}
      </div>
    </div>
  )
}

function Add(props: { customerId: number; onClose: () => void }) {
  const { customerId } = props
  const t = useTexts()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  return (
    <FormDialog<{ staff: string }>
      title={t('relation.add_title')}
      okText={t('relation.add')}
      save={({ staff }) => addRelation(customerId, staff)}
      onSaved={async () => {
        void message.success(t('relation.added'))
        props.onClose()
        await queryClient.invalidateQueries({ queryKey: ['customer', customerId] })
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="staff"
        label={t('relation.staff')}
        extra={t('relation.add_words')}
        rules={[{ required: true, message: t('relation.staff_needed') }]}
      >
        <StaffPicker placeholder={t('relation.pick_staff')} />
      </Form.Item>
    </FormDialog>
  )
}
