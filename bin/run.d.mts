export const runtimeFlags: string[]
export function runtimeEnvironment(): Record<string, string>
export function runProgram(file: string, args: string[]): never
