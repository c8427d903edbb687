import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { optionsQuery, type Quotation, quotationQuery } from './api.ts'
import { Editor } from './Editor.tsx'

const newRoute = getRouteApi('/app/quotations/new')
const editRoute = getRouteApi('/app/quotations/$quotationId/edit')

/** A new one, empty or like another. */
export function NewQuotationPage() {
  const { from, customer } = newRoute.useSearch()
  const given = Number(customer)
  return (
    <Loaded id={from}>
      {(source) => (
        <Editor
          {...(source && { source })}
          {...(Number.isSafeInteger(given) && given > 0 && { customer: given })}
        />
      )}
    </Loaded>
  )
}

/** A draft, as it was saved last. */
export function EditQuotationPage() {
  const { quotationId } = editRoute.useParams()
  return (
    <Loaded id={quotationId}>
      {(source) =>
        source &&
        (source.state === 'draft' ? (
          <Editor key={source.revision} source={source} isEdited />
        ) : (
          <NotDraft source={source} />
        ))
      }
    </Loaded>
  )
}

/** It was sent or asked for meanwhile. */
function NotDraft({ source }: { source: Quotation }) {
  const t = useTexts()
  return (
    <Page
      title={source.number}
      actions={
        <ButtonLink to="/quotations/$quotationId" params={{ quotationId: source.id }}>
          {t('quotations.look')}
        </ButtonLink>
      }
    >
      <p>{t('quotations.not_draft')}</p>
    </Page>
  )
}

function Loaded(props: {
  id: string | undefined
  children: (source: Quotation | undefined) => React.ReactNode
}) {
  const t = useTexts()
  const options = useQuery(optionsQuery)
  const source = useQuery({
    ...quotationQuery(props.id ?? ''),
    enabled: props.id !== undefined,
    refetchOnWindowFocus: false,
  })
  const failed = options.error ?? source.error
  if (failed)
    return (
      <Page title={t('quotations.one')}>
        <ErrorPanel
          error={failed}
          onRetry={() => void (options.error ? options.refetch() : source.refetch())}
        />
      </Page>
    )
  if (!options.data || (props.id !== undefined && !source.data))
    return (
      <Page title={t('quotations.one')}>
        <SkeletonLines lines={10} />
      </Page>
    )
  return props.children(source.data)
}
