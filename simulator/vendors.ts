// Finds every simulator: the vendors' own by listing `connectors/*/simulator.ts` (there is no second registry to forget), and the
// services that belong to no vendor: the model, mail and DNS.
import { existsSync, readdirSync } from 'node:fs'
import type { VendorSimulator } from '../core/contract/simulator.ts'
import { simulator as dns } from './dns.ts'
import { simulator as mail } from './mail.ts'
import { simulator as model } from './model/simulator.ts'

const connectors = new URL('../connectors/', import.meta.url)

/** All simulators by id. Throws when a file exports none, or when two claim one id. */
export async function findSimulators(): Promise<Map<string, VendorSimulator>> {
  const found = new Map<string, VendorSimulator>()
  const add = (simulator: VendorSimulator) => {
    if (found.has(simulator.id)) throw new Error(`two simulators are called ${simulator.id}`)
    found.set(simulator.id, simulator)
  }
  const folders = existsSync(connectors) ? readdirSync(connectors, { withFileTypes: true }) : []
  for (const folder of folders
    .filter((entry) => entry.isDirectory())
    .sort((a, b) => a.name.localeCompare(b.name))) {
    const file = new URL(`${folder.name}/simulator.ts`, connectors)
    if (folder.name.startsWith('_') || !existsSync(file)) continue
    const module = (await import(/* @vite-ignore */ file.href)) as { simulator?: VendorSimulator }
    if (!module.simulator)
      throw new Error(`connectors/${folder.name}/simulator.ts exports no "simulator"`)
    add(module.simulator)
  }
  for (const service of [model, mail, dns]) add(service)
  return found
}
