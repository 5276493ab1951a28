import { argumentsOf, type AttachRequest } from '../session/attachRequest';
import { filterFields, type FilterField } from './filterFields';

/**
 * What a filter of a probe that is not made yet may compare; undefined where only the kernel knows: of a
 * tracepoint, of `$arg*`, which stands for several, and of what is named after a variable.
 */
export function requestFields(request: AttachRequest): readonly FilterField[] | undefined {
  if (request.kind === 'tracepoint') {
    return undefined;
  }
  const args = argumentsOf(request);
  if (
    args.some(({ name, fetch }) => name === undefined && (fetch.includes('*') || /^\w/.test(fetch)))
  ) {
    return undefined;
  }
  const lines = args.map(({ name, type = '' }, index) => {
    const isText = /string|symstr/.test(type) && !type.includes('[');
    const field = `${isText ? 'char' : type || 'u64'} ${name ?? `arg${index + 1}`}${isText ? '[]' : ''}`;
    return `field:${field}; offset:0; size:0;`;
  });
  const places = PLACES[request.kind].map(name => `field:unsigned long ${name}; offset:0; size:8;`);
  const common = ['field:int common_pid; offset:4; size:4; signed:1;'];
  return filterFields([...lines, ...common, ...places].join('\n'));
}

/** Where it happened (`kernel/trace/trace_probe.h`, FIELD_STRING_IP and so on). */
const PLACES = {
  uprobe: ['__probe_ip'],
  kprobe: ['__probe_ip'],
  uretprobe: ['__probe_func', '__probe_ret_ip'],
  kretprobe: ['__probe_func', '__probe_ret_ip'],
} as const;

/** What one filter for all of several probes may compare: the fields that each of them has. */
export function commonFields(
  requests: readonly AttachRequest[],
): readonly FilterField[] | undefined {
  const [first, ...others] = requests.map(requestFields);
  return others.reduce(
    (common, fields) =>
      fields && common?.filter(each => fields.some(field => isAlike(field, each))),
    first,
  );
}

/** Whether the same comparison can be made with both. */
function isAlike(one: FilterField, other: FilterField): boolean {
  return one.name === other.name && one.isText === other.isText;
}
