import { to } from '../address.ts'
import type { BlockProps } from '../home.ts'
import { nameOf } from '../member.ts'
import { t } from '../texts.ts'

/** Her card, or how to get one. */
export function MemberCard({ block }: BlockProps<'member_card'>) {
  const { programme, member } = block.data
  if (programme === null) return null
  return (
    <a class="member-card invites" href={to('/member')}>
      <strong>{member?.level ? nameOf(member.level) : programme}</strong>
      {member ? (
        <>
          <span class="number">{member.number}</span>
          <span>
            {t('block.points', {
              count: member.points.toLocaleString(document.documentElement.lang),
            })}
          </span>
        </>
      ) : (
        <>
          {block.settings.invitation && <span>{block.settings.invitation}</span>}
          <span class="join">{t('block.join')} ›</span>
        </>
      )}
    </a>
  )
}
