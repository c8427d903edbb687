export { createEventRules } from './enforce.ts'
export { routes } from './routes.ts'
