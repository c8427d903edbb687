// What the three lists of the page have in common.
import { DeleteOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { useErrorWords } from '../../ui/ErrorPanel.tsx'
import { robotsQuery } from './api.ts'

/** Asks first: what is removed does not come back. */
export function RemoveButton(props: {
  name: string
  remove: () => Promise<unknown>
  queryKey: readonly unknown[]
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { modal, message } = App.useApp()
  const errorWords = useErrorWords()
  const ask = () =>
    modal.confirm({
      title: t('watch.remove', { name: props.name }),
      content: t('watch.remove_words'),
      okText: t('watch.remove_ok'),
      okButtonProps: { danger: true },
      onOk: async () => {
        try {
          await props.remove()
          await queryClient.invalidateQueries({ queryKey: props.queryKey })
        } catch (error) {
          void message.error(errorWords(error).title)
        }
      },
    })
  return (
    <Button
      type="text"
      size="small"
      icon={<DeleteOutlined />}
      aria-label={t('watch.remove', { name: props.name })}
      onClick={ask}
    />
  )
}

/** Which group chats are told; inside a form. */
export function RobotsField(props: { value?: string[]; onChange?: (ids: string[]) => void }) {
  const t = useTexts()
  const robots = useQuery(robotsQuery)
  return (
    <Select
      mode="multiple"
      aria-label={t('watch.robots')}
      placeholder={t('watch.robots_none')}
      loading={robots.isPending}
      value={props.value ?? []}
      {...(props.onChange && { onChange: props.onChange })}
      options={(robots.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

export function useRobotNames(): (ids: readonly string[]) => string {
  const robots = useQuery(robotsQuery)
  const t = useTexts()
  const names = new Map((robots.data?.items ?? []).map(({ id, name }) => [id, name]))
  return (ids) => ids.map((id) => names.get(id) ?? '…').join(t('list.comma'))
}
