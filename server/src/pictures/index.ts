export { demandPictures, type Picture, picturesOf, pictureUrl } from './pictures.ts'
export { routes } from './routes.ts'
