export { createShopAuthenticator } from './authenticate.ts'
export { queues } from './jobs.ts'
export { shopData } from './personal-data.ts'
export { routes } from './routes.ts'
