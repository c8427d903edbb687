import { useQuery } from '@tanstack/react-query'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { Count, Money } from '../ui/Figures.tsx'
import { type Explained, type Ladder, versionsQuery } from './api.ts'

/** What levels are called, by their newest name. */
export function useLevelNames(ladder: Ladder) {
  const language = useLanguage()
  const versions = useQuery(versionsQuery(ladder))
  const names = new Map<string, string>()
  // The newest comes first; a code that is no more keeps its last name.
  for (const { rules } of versions.data?.items ?? [])
    for (const level of rules.levels)
      if (!names.has(level.code))
        names.set(level.code, language === 'en' ? level.name_en : level.name)
  return {
    names,
    nameOf: (code: string | null | undefined) => (code ? (names.get(code) ?? code) : undefined),
  }
}

/** What is missing to the next level, in words. */
export function ProgressWords(props: {
  progress: Explained['progress']
  nameOf: (code: string) => string | undefined
}) {
  const t = useTexts()
  const { progress } = props
  if (!progress) return <>{t('members.highest')}</>
  return (
    <>
      {t('members.to_next', { level: props.nameOf(progress.level) ?? progress.level })}
      {progress.needs.map((need, i) => {
        const missing = Math.max(0, need.at_least - need.have)
        return (
          <span key={`${need.by} ${need.event}`}>
            {i > 0 && ` ${t(progress.match === 'any' ? 'members.or' : 'members.and')} `}
            {t(`members.missing_${need.by}`, { event: need.event ?? '' })}{' '}
            {need.by === 'spend' ? <Money fen={missing} /> : <Count value={missing} />}
          </span>
        )
      })}
    </>
  )
}
