export { queues } from './jobs.ts'
export { routes } from './routes.ts'
