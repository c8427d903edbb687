export type { Kuaidi100Deps } from './client.ts'
export { kuaidi100 } from './provider.ts'
export { routes } from './routes.ts'
