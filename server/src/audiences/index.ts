export { audiencesData } from './personal-data.ts'
export { keepAudiences } from './round.ts'
export { routes } from './routes.ts'
