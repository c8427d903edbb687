import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Tabs } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ApiError } from '../api/error.ts'
import { withTexts } from '../i18n/language.ts'
import { useTexts } from '../i18n/texts.ts'
import { MergeHistory } from '../identity/MergeHistory.tsx'
import { Belonging } from '../org/Belonging.tsx'
import { ConsentPanel } from '../people/ConsentPanel.tsx'
import { FamilyPanel } from '../people/FamilyPanel.tsx'
import { PrivacyActions } from '../people/PrivacyActions.tsx'
import { RelationsPanel } from '../people/RelationsPanel.tsx'
import { TouchpointsPanel } from '../people/TouchpointsPanel.tsx'
import { AttributesPanel } from '../profile/AttributesPanel.tsx'
import { TagsPanel } from '../profile/TagsPanel.tsx'
import { useMay } from '../session/session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { useIsNarrow } from '../ui/narrow.ts'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Customer, customerQuery } from './api.ts'
import { CustomerActions, CustomerHead } from './CustomerHead.tsx'
import styles from './CustomerPage.module.css'
import { Identifiers } from './Identifiers.tsx'
import { Orders } from './Orders.tsx'
import { Sources } from './Sources.tsx'
import { Timeline } from './Timeline.tsx'
import { useCustomerName } from './words.ts'

/** Its words and sentences come with it: the page stands before they do. */
const AudiencesPanel = lazy(() =>
  withTexts('audiences', import('../audiences/AudiencesPanel.tsx')).then((module) => ({
    default: module.AudiencesPanel,
  })),
)

const HoldingsPanel = lazy(() =>
  withTexts('points', import('../points/HoldingsPanel.tsx')).then((module) => ({
    default: module.HoldingsPanel,
  })),
)

const MemberPanel = lazy(() =>
  withTexts('members', import('../members/MemberPanel.tsx')).then((module) => ({
    default: module.MemberPanel,
  })),
)

const route = getRouteApi('/app/customers/$customerId')
/** Somebody else may merge or change the customer while the page is open. */
const LOOK_AGAIN_MS = 15_000

export function CustomerPage() {
  const t = useTexts()
  const { customerId } = route.useParams()
  const id = Number(customerId)
  const isNumber = Number.isSafeInteger(id)
  const customer = useQuery({
    ...customerQuery(id),
    enabled: isNumber,
    refetchInterval: LOOK_AGAIN_MS,
  })
  const error = isNumber ? customer.error : new ApiError(404, 'customer_not_found', '')

  // Erased meanwhile, or out of reach by now: what was read before is not to be seen any longer.
  const isGone = error instanceof ApiError && error.status === 404
  if (customer.data && !isGone) return <Known key={id} asked={id} customer={customer.data} />
  return (
    <Page title={t('customer.title')} facts={error ? undefined : <SkeletonLines lines={2} />}>
      {error ? (
        <Panel>
          <ErrorPanel error={error} onRetry={() => void customer.refetch()} />
        </Panel>
      ) : (
        <div className={styles.columns}>
          <Panel>
            <SkeletonLines lines={14} />
          </Panel>
          <Panel>
            <SkeletonLines lines={18} />
          </Panel>
        </div>
      )}
    </Page>
  )
}

function Known(props: { asked: number; customer: Customer }) {
  const { asked, customer } = props
  const nameOf = useCustomerName()
  const isNarrow = useIsNarrow()
  return (
    <Page
      title={nameOf(customer)}
      actions={
        <>
          <CustomerActions customer={customer} />
          <PrivacyActions customerId={customer.id} />
        </>
      }
    >
      <Merged asked={asked} id={customer.id} />
      <CustomerHead customer={customer} />
      {/* A merge gives another customer: what was open of the one before is closed. */}
      <div key={customer.id} className={styles.columns}>
        {!isNarrow && (
          <aside className={styles.side}>
            <Side customer={customer} />
          </aside>
        )}
        <div className={styles.main}>
          <Story customer={customer} withSide={isNarrow} />
        </div>
      </div>
    </Page>
  )
}

/** Says that the customer of the address is another by now; under an open page more loudly. */
function Merged(props: { asked: number; id: number }) {
  const t = useTexts()
  const [first] = useState(props.id)
  if (props.asked === props.id && first === props.id) return null
  return (
    <Alert
      type={first === props.id ? 'info' : 'warning'}
      showIcon
      role="status"
      title={
        first === props.id
          ? t('customer.merged_into', { asked: props.asked, id: props.id })
          : props.asked === props.id
            ? t('customer.unmerged_meanwhile', { asked: props.asked })
            : t('customer.merged_meanwhile', { asked: props.asked, id: props.id })
      }
    />
  )
}

/** What the customer did, bought, is, and how that came to be known. */
function Story(props: { customer: Customer; withSide: boolean }) {
  const { customer } = props
  const t = useTexts()
  const { tab } = route.useSearch()
  const navigate = useNavigate()
  const mayOrders = useMay('orders:read')
  const mayHoldings = useMay('membership:read')
  const tabs: { key: string; label: string; children: ReactNode }[] = [
    { key: 'timeline', label: t('timeline.title'), children: <Timeline customer={customer} /> },
    ...(mayOrders
      ? [{ key: 'orders', label: t('orders.title'), children: <Orders id={customer.id} /> }]
      : []),
    ...(mayHoldings
      ? [
          {
            key: 'holdings',
            label: t('customer.holdings'),
            children: (
              <Suspense fallback={<SkeletonLines lines={8} />}>
                <HoldingsPanel customerId={customer.id} />
              </Suspense>
            ),
          },
        ]
      : []),
    ...(props.withSide
      ? [
          {
            key: 'profile',
            label: t('customer.profile'),
            children: (
              <div className={styles.side}>
                <Side customer={customer} />
              </div>
            ),
          },
        ]
      : []),
    {
      key: 'attributes',
      label: t('attributes.title'),
      children: <AttributesPanel customerId={customer.id} />,
    },
    {
      key: 'consent',
      label: t('people.tab'),
      children: (
        <div className={styles.side}>
          <ConsentPanel customerId={customer.id} />
          <FamilyPanel customerId={customer.id} />
        </div>
      ),
    },
    { key: 'sources', label: t('sources.title'), children: <Sources customer={customer} /> },
    {
      key: 'merges',
      label: t('merges.title'),
      children: (
        <Panel>
          <MergeHistory customerId={customer.id} />
        </Panel>
      ),
    },
  ]
  const shown = tabs.some(({ key }) => key === tab) ? tab : 'timeline'
  return (
    <Tabs
      activeKey={shown}
      destroyOnHidden
      onChange={(key) =>
        void navigate({
          to: '/customers/$customerId',
          params: { customerId: String(customer.id) },
          search: { tab: key === 'timeline' ? undefined : key },
          replace: true,
        })
      }
      items={tabs}
    />
  )
}

/** Who the customer is, beside what the customer did. */
function Side(props: { customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  const mayAudiences = useMay('audiences:read')
  const mayMembership = useMay('membership:read')
  return (
    <>
      <TagsPanel customerId={customer.id} />
      {mayMembership && (
        <Suspense fallback={<SkeletonLines lines={3} />}>
          <MemberPanel customerId={customer.id} />
        </Suspense>
      )}
      {mayAudiences && (
        <Suspense fallback={<SkeletonLines lines={3} />}>
          <AudiencesPanel customerId={customer.id} />
        </Suspense>
      )}
      <Belonging customerId={customer.id} />
      <TouchpointsPanel customerId={customer.id} />
      <RelationsPanel customerId={customer.id} />
      <Panel title={t('identifiers.title')}>
        <Identifiers identifiers={customer.identifiers} />
      </Panel>
    </>
  )
}
