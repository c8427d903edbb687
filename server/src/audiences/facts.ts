// What audiences tell the other domains. The customers stand in the event store, under the version.
declare module '../platform/emit.ts' {
  interface Facts {
    audience_changed: {
      audienceId: string
      version: number
      /** How many came in and went out. */
      entered: number
      left: number
      /** A build, a merge or a historical import: shown in the history, acted on by nobody. */
      silent: boolean
    }
  }
}

export {}
