// Types of toolchain.mjs, which is plain JavaScript because it runs before anything is installed.
import type { SpawnOptions } from 'node:child_process'

export const root: string
export const projectNode: string
export function installMissing(): void
export function toolEnv(extra?: Record<string, string | undefined>): NodeJS.ProcessEnv
export function isRestarted(): boolean
export function onProjectNode(script: string): Promise<void>
export function followParent(gone: () => void): void
export function runTool(
  name: string,
  args: readonly string[],
  options?: SpawnOptions,
): Promise<number>
