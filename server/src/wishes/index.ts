export {
  addFavourite,
  favouritesOf,
  isFavourite,
  removeFavourite,
  type Wisher,
} from './favourites.ts'
export { queues } from './jobs.ts'
export { wishesData } from './personal-data.ts'
export { routes } from './routes.ts'
export { addWish, WISH_KINDS, type Wish, waitingWishes, withdrawWish } from './wishes.ts'
