import assert from 'node:assert/strict';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { test } from 'node:test';

/** TRACEFS_MAGIC, include/uapi/linux/magic.h */
const TRACEFS_MAGIC = 0x74726163;

test('tracefs is mounted', () => {
  assert.equal(statfsSync('/sys/kernel/tracing').type, TRACEFS_MAGIC);
});

test('this kernel has kprobes, and knows its functions', () => {
  assert.ok(existsSync('/sys/kernel/tracing/kprobe_events'));
  const functions = readFileSync('/sys/kernel/tracing/available_filter_functions', 'utf8');
  assert.match(functions, /^do_sys_openat2$/m);
});
