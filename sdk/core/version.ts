/** The same as in both package.json files. */
export const VERSION = '0.1.0'
