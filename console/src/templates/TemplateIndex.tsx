import { SearchOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Input } from 'antd'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Template } from './api.ts'
import styles from './Templates.module.css'
import { useTemplateWords } from './words.ts'

/** Where a group or a template stands on the page. */
export const placeOf = (id: string) => `template-${id}`

/** What there is, by group, always in sight; words narrow it and the page. */
export function TemplateIndex(props: {
  groups: readonly { group: string; templates: readonly Template[] }[]
  sought: string
  onSeek: (sought: string) => void
}) {
  const t = useTexts()
  const words = useTemplateWords()
  const { groups, sought, onSeek } = props
  const to = (id: string) =>
    ({ to: '/audiences/templates', search: {}, hash: placeOf(id) }) as const
  return (
    <nav className={styles.index} aria-label={t('template_page.index')}>
      <Input
        allowClear
        prefix={<SearchOutlined />}
        aria-label={t('template_page.search')}
        placeholder={t('template_page.search')}
        value={sought}
        onChange={(event) => onSeek(event.target.value)}
      />
      <ul className={styles.indexGroups}>
        {groups.map(({ group, templates }) => (
          <li key={group}>
            <Link {...to(group)} className={styles.indexGroup} activeProps={{}}>
              {words.group(group)} <span>{exactNumber(templates.length)}</span>
            </Link>
            <ul className={styles.indexNames}>
              {templates.map(({ id }) => (
                <li key={id}>
                  <Link {...to(id)} activeProps={{}}>
                    {words.name(id)}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </nav>
  )
}
