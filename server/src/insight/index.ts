export { experimentsPort } from './experiments/exposure.ts'
export { queues } from './jobs.ts'
export { insightData } from './personal-data.ts'
export { routes } from './routes.ts'
