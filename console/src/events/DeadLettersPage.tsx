import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Segmented, type TableColumnsType } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { bytes, exactNumber } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SavedViews } from '../ui/SavedViews.tsx'
import { When } from '../ui/When.tsx'
import { type DeadLetter, deadLetterCountsQuery, deadLettersQuery } from './api.ts'
import { DeadLetterBatch } from './DeadLetterBatch.tsx'
import { DeadLetterDrawer } from './DeadLetterDrawer.tsx'
import styles from './DeadLetters.module.css'
import { TextFilter } from './filters.tsx'

const route = getRouteApi('/app/dead-letters')
const PAGE = 50
const states: readonly DeadLetter['state'][] = ['open', 'replayed', 'discarded']
const TONES = { open: 'warning', replayed: 'good', discarded: 'plain' } as const

/** What arrived and could not be taken: kept byte for byte, with the reason. */
export function DeadLettersPage() {
  const t = useTexts()
  const { code, state: wanted, rule, source, open, cursor } = route.useSearch()
  const state = states.find((known) => known === wanted) ?? 'open'
  const navigate = useNavigate()
  const columns = useColumns()
  const reasons = useReasons()
  const selection = useSelection()
  const mayDecide = useMay('events:manage')
  const list = useQuery({
    ...deadLettersQuery({ code, state, rule, source, cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })

  const show = (id: string | undefined) =>
    void navigate({
      to: '/dead-letters',
      search: { code, state: wanted, rule, source, cursor, open: id },
      replace: true,
    })

  return (
    <Page
      title={t('dead_letters.title')}
      purpose={t('dead_letters.purpose')}
      actions={<ExportButton kind="dead_letters" params={{ code, state, rule, source }} />}
    >
      <Filters>
        <SavedViews list="dead_letters" />
        <Segmented<DeadLetter['state']>
          aria-label={t('dead_letters.column_state')}
          value={state}
          onChange={(next) =>
            void navigate({
              to: '/dead-letters',
              search: { code, rule, source, state: next === 'open' ? undefined : next },
            })
          }
          options={states.map((value) => ({ value, label: t(`dead_letters.state_${value}`) }))}
        />
        <TextFilter
          label={t('dead_letters.filter_code')}
          value={code}
          width={240}
          suggestions={reasons}
          onChange={(value) =>
            void navigate({
              to: '/dead-letters',
              search: { state: wanted, rule, source, code: value },
            })
          }
        />
        {rule && <Chip tone="info">{t('dead_letters.of_rule')}</Chip>}
        {source && <Chip tone="info">{source}</Chip>}
        {(code || rule || source) && (
          <ButtonLink color="default" variant="text" to="/dead-letters" search={{ state: wanted }}>
            {t('filter.clear')}
          </ButtonLink>
        )}
      </Filters>
      <PageTable<DeadLetter>
        label={t('dead_letters.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(letter) => letter.id}
        selection={
          mayDecide && state !== 'replayed'
            ? { ...selection, nameOf: (letter) => letter.reason }
            : undefined
        }
        minWidth={860}
        skeletonLines={2}
        onOpen={(letter) => show(letter.id)}
        empty={
          <EmptyState
            title={
              code || rule || source ? t('dead_letters.no_match') : t(`dead_letters.empty_${state}`)
            }
          >
            <p>{t('dead_letters.empty_words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <DeadLetterBatch
        key={`${state} ${code} ${rule} ${source}`}
        selection={selection}
        filter={{ code, rule, source }}
        state={state}
      />
      <DeadLetterDrawer id={open} onClose={() => show(undefined)} />
    </Page>
  )
}

/** The reasons that wait, with how many of each. */
function useReasons() {
  const known = useKnownText()
  const counts = useQuery(deadLetterCountsQuery)
  return (counts.data ?? []).map(({ code, open }) => {
    const words = known(`dead_letter_code.${code}`) ?? code
    return { value: code, label: `${words} · ${exactNumber(open)}`, words: `${code} ${words}` }
  })
}

function useColumns(): TableColumnsType<DeadLetter> {
  const t = useTexts()
  const known = useKnownText()
  return [
    {
      key: 'received_at',
      title: t('dead_letters.column_received'),
      width: 116,
      render: (_, letter) => <When at={letter.received_at} />,
    },
    {
      key: 'reason',
      title: t('dead_letters.column_reason'),
      render: (_, letter) => (
        <div className={styles.why}>
          <Link
            to="/dead-letters"
            search={(search) => ({ ...search, open: letter.id })}
            replace
            className={styles.code}
          >
            {known(`dead_letter_code.${letter.code}`) ?? letter.code}
          </Link>
          <span className={styles.reason} title={letter.reason}>
            {letter.reason}
          </span>
        </div>
      ),
    },
    {
      key: 'protocol',
      title: t('dead_letters.column_protocol'),
      width: 110,
      render: (_, letter) => known(`protocol.${letter.protocol}`) ?? letter.protocol,
    },
    {
      key: 'size',
      title: t('dead_letters.column_size'),
      width: 92,
      align: 'right',
      render: (_, letter) => bytes(letter.size),
    },
    {
      key: 'state',
      title: t('dead_letters.column_state'),
      width: 96,
      render: (_, letter) => (
        <Chip tone={TONES[letter.state]}>{t(`dead_letters.state_${letter.state}`)}</Chip>
      ),
    },
  ]
}
