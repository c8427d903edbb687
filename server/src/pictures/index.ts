export { measure } from './measure.ts'
export { demandPictures, type Picture, picturesOf, pictureUrl } from './pictures.ts'
export { routes } from './routes.ts'
export { withoutMetadata } from './strip.ts'
