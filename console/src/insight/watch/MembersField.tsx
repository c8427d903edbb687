import { useInfiniteQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { membersQuery } from '../../org/team.ts'
import { useMay, useSession } from '../../session/session.ts'

/** Who of the team gets it by mail; inside a form. */
export function MembersField(props: { value?: string[]; onChange?: (ids: string[]) => void }) {
  const t = useTexts()
  const { user } = useSession()
  const mayList = useMay('team:manage')
  const members = useInfiniteQuery({ ...membersQuery, enabled: mayList })
  // Who may not see the team can still have it sent to herself.
  const all = mayList ? (members.data?.pages.flatMap(({ items }) => items) ?? []) : [user]
  return (
    <Select
      mode="multiple"
      aria-label={t('watch.members')}
      placeholder={t('watch.mail_none')}
      loading={mayList && members.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      value={props.value ?? []}
      {...(props.onChange && { onChange: props.onChange })}
      onPopupScroll={() => {
        if (members.hasNextPage && !members.isFetching) void members.fetchNextPage()
      }}
      options={all.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
    />
  )
}
