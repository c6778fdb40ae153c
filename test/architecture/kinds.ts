// What kind of file a path is, for the rules that treat tests and pretend vendors differently.

/** A test or its fixtures, wherever it lies. */
export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('test/')

/** A pretend vendor, or their host: a Node program that is never deployed. */
export const isSimulator = (path: string) =>
  path.startsWith('simulator/') || /^connectors\/[^/]+\/simulator(\.ts$|\/)/.test(path)

/** Code that runs in the hub below its entry points: what time, chance and network are given to. */
export const isBelowWorker = (path: string) =>
  /^(core|connectors|queues|durable-objects)\//.test(path) && !isTest(path) && !isSimulator(path)

/** Everything that is deployed in the hub. */
export const isDeployed = (path: string) =>
  isBelowWorker(path) || (/^(worker|pages)\//.test(path) && !isTest(path))
