export type { WechatPayDeps } from './client.ts'
export { wechatPay } from './provider.ts'
export { routes } from './routes.ts'
