import * as v from 'valibot';

/** Whether a stack is recorded with each hit; part of `create` and of what a probe tells. */
export const stacksMember = { stacks: v.optional(v.literal(true)) } as const;

/** What a switch of stacks takes beside the probes. */
export const stackSwitch = { on: v.boolean() } as const;

/** `events/ftrace/kernel_stack/format` and that of `user_stack`. */
export const StackFormats = v.strictObject({
  kernel: v.optional(v.string()),
  user: v.optional(v.string()),
});
