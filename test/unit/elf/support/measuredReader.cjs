// A process with nothing but the symbol worker in it, so that its memory can be measured.
// node measuredReader.cjs WORKER, with an IPC channel: requests go to the worker, answers come with the most memory so far.
const { readFileSync } = require('node:fs');
const { Worker } = require('node:worker_threads');

/** KiB; getrusage(2) would count what the process that started this one had. */
function mostMemory() {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}

const worker = new Worker(process.argv[2]);
process.on('message', message => worker.postMessage(message));
worker.on('message', answer => {
  process.send({ ...answer, kibibytes: mostMemory() });
});
worker.on('error', error => {
  process.send({ crash: String(error) });
});
