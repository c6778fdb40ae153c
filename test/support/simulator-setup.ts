// Starts the simulators once for a whole test run, in memory, and tells every test where they are. Vitest's global setup.
import type { TestProject } from 'vitest/node'
import { startSimulator } from '../../simulator/start.ts'
import { localSlackApp } from './local-variables.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    simulatorUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const simulator = await startSimulator({
    port: 0,
    stateFolder: null,
    hubUrl: 'http://127.0.0.1:9',
    slack: localSlackApp,
  })
  project.provide('simulatorUrl', simulator.url)
  return () => simulator.close()
}
