import { CustomerRewards } from '../rewards/CustomerRewards.tsx'
import { CustomerStoredValue } from '../stored-value/CustomerStoredValue.tsx'
import { CustomerPoints } from './CustomerPoints.tsx'

/** On a customer's page: her points and her stored value. */
export function HoldingsPanel(props: { customerId: number }) {
  return (
    <>
      <CustomerPoints customerId={props.customerId} />
      <CustomerRewards customerId={props.customerId} />
      <CustomerStoredValue customerId={props.customerId} />
    </>
  )
}
