import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

/** Each tag leads to the customers who carry it. */
export function TagList(props: { tags: readonly string[] }) {
  const t = useTexts()
  if (props.tags.length === 0) return <EmptyState compact title={t('tags.empty')} />
  return (
    <Chips>
      {props.tags.map((tag) => (
        <Link key={tag} to="/customers" search={{ tag }}>
          <Chip tone="info">{tag}</Chip>
        </Link>
      ))}
    </Chips>
  )
}
