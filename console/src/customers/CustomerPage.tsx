import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Tabs } from 'antd'
import { ApiError } from '../api/error.ts'
import { useTexts } from '../i18n/texts.ts'
import { MergeHistory } from '../identity/MergeHistory.tsx'
import { useMay } from '../session/session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { useIsNarrow } from '../ui/narrow.ts'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Attributes } from './Attributes.tsx'
import { type Customer, customerQuery } from './api.ts'
import { CustomerActions, CustomerHead } from './CustomerHead.tsx'
import styles from './CustomerPage.module.css'
import { Identifiers } from './Identifiers.tsx'
import { Orders } from './Orders.tsx'
import { TagList } from './TagList.tsx'
import { Timeline } from './Timeline.tsx'
import { useCustomerName } from './words.ts'

const route = getRouteApi('/app/customers/$customerId')

export function CustomerPage() {
  const t = useTexts()
  const { customerId } = route.useParams()
  const id = Number(customerId)
  const isNumber = Number.isSafeInteger(id)
  const customer = useQuery({ ...customerQuery(id), enabled: isNumber })
  const error = isNumber ? customer.error : new ApiError(404, 'customer_not_found', '')

  if (customer.data) return <Known key={id} asked={id} customer={customer.data} />
  return (
    <Page title={t('customer.title')} facts={error ? undefined : <SkeletonLines lines={1} />}>
      {error ? (
        <Panel>
          <ErrorPanel error={error} onRetry={() => void customer.refetch()} />
        </Panel>
      ) : (
        <div className={styles.columns}>
          <Panel>
            <SkeletonLines lines={18} />
          </Panel>
          <Panel>
            <SkeletonLines lines={14} />
          </Panel>
        </div>
      )}
    </Page>
  )
}

function Known(props: { asked: number; customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  const nameOf = useCustomerName()
  const { tab } = route.useSearch()
  const navigate = useNavigate()
  const isNarrow = useIsNarrow()
  const mayOrders = useMay('orders:read')

  const show = (key: string) =>
    void navigate({
      to: '/customers/$customerId',
      params: { customerId: String(customer.id) },
      search: { tab: key === 'timeline' ? undefined : key },
      replace: true,
    })

  return (
    <Page
      title={nameOf(customer)}
      facts={<CustomerHead customer={customer} />}
      actions={<CustomerActions customer={customer} />}
    >
      {props.asked !== customer.id && (
        <Alert
          type="info"
          showIcon
          title={t('customer.merged_into', { asked: props.asked, id: customer.id })}
        />
      )}
      <div className={styles.columns}>
        <div className={styles.main}>
          <Tabs
            activeKey={tab === 'orders' || (tab === 'profile' && isNarrow) ? tab : 'timeline'}
            onChange={show}
            items={[
              {
                key: 'timeline',
                label: t('timeline.title'),
                children: <Timeline id={customer.id} />,
              },
              ...(mayOrders
                ? [
                    {
                      key: 'orders',
                      label: t('orders.title'),
                      children: <Orders id={customer.id} />,
                    },
                  ]
                : []),
              ...(isNarrow
                ? [
                    {
                      key: 'profile',
                      label: t('customer.profile'),
                      children: <Profile customer={customer} />,
                    },
                  ]
                : []),
            ]}
          />
        </div>
        {!isNarrow && <Profile customer={customer} />}
      </div>
    </Page>
  )
}

/** Who the customer is, beside what the customer did. */
function Profile(props: { customer: Customer }) {
  const { customer } = props
  const t = useTexts()
  return (
    <aside className={styles.side}>
      <Panel title={t('identifiers.title')}>
        <Identifiers identifiers={customer.identifiers} />
      </Panel>
      <Panel title={t('tags.title')}>
        <TagList tags={customer.tags} />
      </Panel>
      <Panel title={t('attributes.title')}>
        <Attributes attributes={customer.attributes} />
      </Panel>
      <Panel title={t('merges.title')}>
        <MergeHistory customerId={customer.id} />
      </Panel>
    </aside>
  )
}
