export { useComparisons } from './agreement.ts'
export { createEventRules } from './enforce.ts'
export { queues } from './jobs.ts'
export { routes } from './routes.ts'
