// Types of ports.mjs, which is plain JavaScript because it runs before anything is installed.
export function isAnswering(port: number): Promise<boolean>
export function refuseTakenPorts(options: { port: number; simulatorPort: number }): Promise<void>
