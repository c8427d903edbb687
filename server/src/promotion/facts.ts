// What promotion tells the other domains.
declare module '../platform/emit.ts' {
  interface Facts {
    /** Orders of a group that is complete, of what is no goods: what they bought is given now. */
    group_buy_completed: { orders: string[] }
  }
}

export {}
