/** Hears of first orders once the brand has said what is done with them. Its name in the database never changes. */
export const FIRST_ORDER_CONSUMER = 'leads.first_orders'
