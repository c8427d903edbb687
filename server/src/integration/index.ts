export { deliverAll } from './attempts.ts'
export { deliveriesOfSignals } from './deliveries.ts'
export { integrationExports } from './exports.ts'
export { receiveInbound } from './inbound-routes.ts'
export { queues } from './jobs.ts'
export { importMessages } from './messages.ts'
export {
  addressOutside,
  isPrivateHost,
  type Outbound,
  PrivateAddress,
  postOutside,
} from './outbound.ts'
export { integrationData } from './personal-data.ts'
export { consumerOf, loadPlugins, type Plugin, runPlugin } from './plugin.ts'
export { routes } from './routes.ts'
export { WEBHOOK_CONSUMER } from './webhook.ts'
