import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import styles from './AudiencePage.module.css'
import { type Audience, type Overlap, overlapQuery } from './api.ts'
import { Venn } from './Venn.tsx'
import { useVocabulary } from './vocabulary.ts'

const route = getRouteApi('/app/audiences/$audienceId')
const MOST_OTHERS = 5
const MOST_IN_VENN = 3

/** How the audience overlaps with up to five others; the address keeps which. */
export function OverlapTab(props: { audience: Audience }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { audience } = props
  const { with: chosen } = route.useSearch()
  const { choices, labels } = useVocabulary()
  const others = chosen?.split(',') ?? []
  const ids = [audience.id, ...others]
  const overlap = useQuery({
    ...overlapQuery(ids),
    enabled: others.length > 0,
    placeholderData: keepPreviousData,
  })
  const names = ids.map((id) => (id === audience.id ? audience.name : labels.audience(id)))
  const found = overlap.data?.sizes.length === ids.length ? overlap.data : undefined
  return (
    <Panel title={t('audience_tab.overlap')}>
      <div className={styles.stack}>
        <Select<string[]>
          mode="multiple"
          style={{ maxWidth: 640 }}
          maxCount={MOST_OTHERS}
          aria-label={t('audience_overlap.choose')}
          placeholder={t('audience_overlap.choose')}
          showSearch={{ optionFilterProp: 'label' }}
          value={others}
          onChange={(next) =>
            void navigate({
              to: '/audiences/$audienceId',
              params: { audienceId: audience.id },
              search: { tab: 'overlap', with: next.length > 0 ? next.join(',') : undefined },
              replace: true,
            })
          }
          options={choices.audiences
            .filter(({ value }) => value !== audience.id)
            .map(({ value, label }) => ({ value, label }))}
        />
        {overlap.error && <ErrorNote error={overlap.error} />}
        {others.length === 0 && <p className={styles.quiet}>{t('audience_overlap.words')}</p>}
        {others.length > 0 && !found && !overlap.error && <SkeletonLines lines={8} />}
        {found && others.length > 0 && (
          <>
            {ids.length <= MOST_IN_VENN ? (
              <Venn overlap={found} names={names} />
            ) : (
              <Upset overlap={found} names={names} />
            )}
            <ul>
              {names.slice(1).map((name, place) => (
                <li key={name}>{pairWords(found, place + 1, name)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Panel>
  )

  function pairWords(of: Overlap, other: number, name: string): string {
    const both = of.regions
      .filter((region) => region.in.includes(0) && region.in.includes(other))
      .reduce((sum, { size }) => sum + size, 0)
    const share = (size: number | undefined) => percent(size ? both / size : 0)
    return t('audience_overlap.pair', {
      name,
      both: exactNumber(both),
      mine: share(of.sizes[0]),
      theirs: share(of.sizes[other]),
    })
  }
}

/** Every region that holds somebody, the largest first: a bar, and below it whose it is. */
function Upset(props: { overlap: Overlap; names: readonly string[] }) {
  const t = useTexts()
  const { overlap, names } = props
  const regions = overlap.regions.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size)
  const most = Math.max(1, ...regions.map(({ size }) => size))
  return (
    <div className={styles.upset}>
      <table aria-label={t('audience_tab.overlap')}>
        <tbody>
          <tr>
            <th scope="row">{t('audience_list.size')}</th>
            {regions.map((region) => (
              <td key={region.in.join()}>
                <span className={styles.region}>
                  {exactNumber(region.size)}
                  <span
                    className={styles.regionBar}
                    style={{ height: Math.max(2, (region.size / most) * 120) }}
                  />
                </span>
              </td>
            ))}
          </tr>
          {names.map((name, place) => (
            <tr key={name}>
              <th scope="row">
                {name}{' '}
                <span className={styles.quiet}>{exactNumber(overlap.sizes[place] ?? 0)}</span>
              </th>
              {regions.map((region) => (
                <td key={region.in.join()}>
                  <span
                    className={
                      region.in.includes(place) ? `${styles.dot} ${styles.dotIn}` : styles.dot
                    }
                    role="img"
                    aria-label={t(
                      region.in.includes(place) ? 'audience_say.yes' : 'audience_say.no',
                    )}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
