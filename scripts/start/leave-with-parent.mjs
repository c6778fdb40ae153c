// Loaded into every program that `npm start` runs: when the parent is gone without a word
// (kill -9), the program ends itself instead of holding a port and the databases.
const parent = process.ppid

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
}, 500).unref()
