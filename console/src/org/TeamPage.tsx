import { PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { More } from '../ui/More.tsx'
import { Page } from '../ui/Page.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { When } from '../ui/When.tsx'
import { MemberActions } from './MemberActions.tsx'
import { MemberBatch } from './MemberBatch.tsx'
import { ChangeMember, InviteMember } from './MemberForm.tsx'
import styles from './OrgPage.module.css'
import { type Member, membersQuery, type Scope } from './team.ts'

/** Who works with the platform, as what, and whose customers they see. */
export function TeamPage() {
  const t = useTexts()
  const [inviting, setInviting] = useState(false)
  const [changing, setChanging] = useState<Member>()
  const list = useInfiniteQuery(membersQuery)
  const [copied, setCopied] = useState<Member>()
  const selection = useSelection()
  const { user } = useSession()
  const rows = list.data?.pages.flatMap((page) => page.items)
  const columns = useColumns(setChanging, setCopied)
  return (
    <Page
      title={t('team.title')}
      purpose={t('team.purpose')}
      actions={
        <>
          <ExportButton kind="members" />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setInviting(true)}>
            {t('team.invite')}
          </Button>
        </>
      }
    >
      <PageTable<Member>
        label={t('team.title')}
        list={{ ...list, data: rows }}
        columns={columns}
        rowKey={(member) => member.id}
        rowClassName={(member) => (member.state === 'disabled' ? (styles.closed ?? '') : '')}
        minWidth={960}
        // Nobody takes their own access away by a slip.
        selection={{
          keys: selection.keys,
          set: (keys) => selection.set(keys.filter((id) => id !== user.id)),
          clear: selection.clear,
          nameOf: (member) => member.name,
        }}
        skeletonLines={2}
        skeletonRows={4}
        empty={<EmptyState title={t('team.nobody')} />}
        foot={<More list={list} />}
      />
      <MemberBatch selection={selection} rows={rows} />
      {inviting && <InviteMember onClose={() => setInviting(false)} />}
      {copied && <InviteMember copied={copied} onClose={() => setCopied(undefined)} />}
      {changing && <ChangeMember member={changing} onClose={() => setChanging(undefined)} />}
    </Page>
  )
}

const tones = { active: 'good', invited: 'info', disabled: 'plain' } as const

function useColumns(
  onChange: (member: Member) => void,
  onCopy: (member: Member) => void,
): TableColumnsType<Member> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('team.member'),
      render: (_, member) => (
        <div className={styles.two}>
          <strong>{member.name}</strong>
          <span className={styles.quiet}>{member.email}</span>
        </div>
      ),
    },
    {
      key: 'role',
      title: t('team.role'),
      width: 104,
      render: (_, { role }) => <Chip title={t(`role.${role}_words`)}>{t(`role.${role}`)}</Chip>,
    },
    {
      key: 'scope',
      title: t('team.scope'),
      width: 180,
      render: (_, member) => <ScopeChips scope={member.scope} names={member.scope_names} />,
    },
    {
      key: 'state',
      title: t('team.state'),
      width: 104,
      render: (_, member) => (
        <Chips>
          <Chip tone={tones[member.state]}>{t(`team.state_${member.state}`)}</Chip>
          {member.totp_enabled && <Chip title={t('team.totp_words')}>{t('team.totp')}</Chip>}
        </Chips>
      ),
    },
    {
      key: 'seen',
      title: t('team.last_seen'),
      width: 112,
      render: (_, member) => <When at={member.last_seen_at} />,
    },
    {
      key: 'actions',
      title: '',
      width: 290,
      align: 'right',
      render: (_, member) => (
        <MemberActions
          member={member}
          onChange={() => onChange(member)}
          onCopy={() => onCopy(member)}
        />
      ),
    },
  ]
}

const SHOWN = 3

function ScopeChips(props: { scope: Scope; names: Record<string, string> }) {
  const { kind, ids } = props.scope
  const t = useTexts()
  const nameOf = (id: string) => props.names[id] ?? id
  if (kind === 'all') return t('team.scope_all')
  return (
    <div className={styles.two}>
      <span>{t(`team.scope_${kind}`)}</span>
      <Chips>
        {ids.slice(0, SHOWN).map((id) => (
          <Chip key={id} title={id}>
            {nameOf(id)}
          </Chip>
        ))}
        {ids.length > SHOWN && (
          <Chip title={ids.slice(SHOWN).map(nameOf).join(t('list.comma'))}>
            +{ids.length - SHOWN}
          </Chip>
        )}
      </Chips>
    </div>
  )
}
