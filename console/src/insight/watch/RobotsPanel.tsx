import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Panel } from '../../ui/Page.tsx'
import { PageTable } from '../../ui/PageTable.tsx'
import { When } from '../../ui/When.tsx'
import {
  addRobot,
  type Robot,
  type RobotInput,
  removeRobot,
  robotsQuery,
  testRobot,
} from './api.ts'
import { RemoveButton } from './rows.tsx'

const KINDS = ['wecom', 'dingtalk', 'feishu'] as const

export function RobotsPanel() {
  const t = useTexts()
  const { message } = App.useApp()
  const errorWords = useErrorWords()
  const queryClient = useQueryClient()
  const mayManage = useMay('settings:manage')
  const [isAdding, setAdding] = useState(false)
  const robots = useQuery(robotsQuery)
  const test = async (id: string) => {
    try {
      await testRobot(id)
      void message.success(t('watch.tested'))
    } catch (error) {
      void message.error(errorWords(error).title)
    }
  }
  return (
    <Panel
      flush
      title={t('watch.robots')}
      extra={
        mayManage && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('watch.add_robot')}
          </Button>
        )
      }
    >
      <PageTable<Robot>
        label={t('watch.robots')}
        minWidth={760}
        rowKey={({ id }) => id}
        list={{ ...robots, data: robots.data?.items }}
        empty={<EmptyState title={t('watch.no_robots')}>{t('watch.no_robots_words')}</EmptyState>}
        columns={[
          { title: t('watch.name'), dataIndex: 'name' },
          { title: t('watch.chat'), render: (_, { kind }) => t(`watch_robot.${kind}`) },
          { title: t('watch.host'), dataIndex: 'host' },
          { title: t('watch.sent'), render: (_, robot) => <When at={robot.last_sent_at} /> },
          {
            title: t('watch.state'),
            render: (_, { waiting, given_up, last_answer }) =>
              given_up > 0
                ? t('watch.given_up', { count: given_up, answer: last_answer ?? '' })
                : waiting > 0
                  ? t('watch.waiting', { count: waiting })
                  : '—',
          },
          {
            title: '',
            width: 120,
            render: (_, robot) =>
              mayManage && (
                <>
                  <Button type="text" size="small" onClick={() => void test(robot.id)}>
                    {t('watch.test')}
                  </Button>
                  <RemoveButton
                    name={robot.name}
                    remove={() => removeRobot(robot.id)}
                    queryKey={robotsQuery.queryKey}
                  />
                </>
              ),
          },
        ]}
      />
      {isAdding && (
        <RobotForm
          onClose={() => setAdding(false)}
          onAdded={async () => {
            await queryClient.invalidateQueries(robotsQuery)
            setAdding(false)
          }}
        />
      )}
    </Panel>
  )
}

function RobotForm(props: { onClose: () => void; onAdded: () => Promise<void> }) {
  const t = useTexts()
  const [form] = Form.useForm<RobotInput>()
  const kind = Form.useWatch('kind', form) ?? 'wecom'
  return (
    <FormDialog<RobotInput>
      form={form}
      title={t('watch.add_robot')}
      okText={t('watch.save')}
      words={t('watch.robot_words')}
      initial={{ name: '', kind: 'wecom', url: '' }}
      save={({ secret, ...given }) => addRobot({ ...given, ...(secret && { secret }) })}
      onSaved={props.onAdded}
      onClose={props.onClose}
    >
      <Form.Item
        name="kind"
        label={t('watch.chat')}
        extra={kind === 'feishu' ? t('watch.feishu_words') : undefined}
      >
        <Segmented options={KINDS.map((value) => ({ value, label: t(`watch_robot.${value}`) }))} />
      </Form.Item>
      <Form.Item name="name" label={t('watch.name')} rules={[{ required: true }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="url" label={t('watch.url')} rules={[{ required: true, type: 'url' }]}>
        <Input autoComplete="off" />
      </Form.Item>
      {kind !== 'wecom' && (
        <Form.Item name="secret" label={t('watch.secret')} extra={t('watch.secret_words')}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      )}
    </FormDialog>
  )
}
