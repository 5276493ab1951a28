import {
  parseProbe,
  TracefsError,
  type KernelProbe,
  type ProbeDefinition,
  type UserProbe,
} from '../../tracefs';
import type { KernelAttachRequest, UserAttachRequest } from '../session/attachRequest';
import type { Translate } from '../text/translate';

/** A pasted line, as far as text tells: a uprobe's file has still to be looked at. */
export type PastedLine =
  | { readonly request: KernelAttachRequest }
  | {
      readonly kind: UserAttachRequest['kind'];
      readonly path: string;
      readonly offset: bigint;
      /** The number in brackets: where the semaphore of a USDT probe is. */
      readonly refCtrOffset?: bigint;
      readonly event?: string;
      readonly args: UserAttachRequest['args'] & object;
    }
  | { readonly refusal: string };

/** Reads a line as written to, or listed by, tracefs. Its group is not taken: Probescope names groups. */
export function readPastedLine(line: string, t: Translate): PastedLine {
  try {
    const definition = parseProbe(line.trim());
    return isUserProbe(definition) ? userLine(definition, t) : kernelLine(definition, t);
  } catch (error) {
    if (error instanceof TracefsError) {
      return { refusal: error.message };
    }
    throw error;
  }
}

function isUserProbe(definition: ProbeDefinition): definition is UserProbe {
  return definition.kind === 'uprobe' || definition.kind === 'uretprobe';
}

function userLine({ kind, target, event, args }: UserProbe, t: Translate): PastedLine {
  if (typeof target.path !== 'string') {
    return { refusal: t('The path is not UTF-8, which VS Code cannot open.') };
  }
  if (!target.path.startsWith('/')) {
    return {
      refusal: t('Give the path of the file from the root, as in p:EVENT /bin/app:0x1139.'),
    };
  }
  return {
    kind,
    path: target.path,
    offset: target.offset,
    ...(target.refCtrOffset === undefined ? {} : { refCtrOffset: target.refCtrOffset }),
    ...(event === undefined ? {} : { event }),
    args,
  };
}

function kernelLine(definition: KernelProbe, t: Translate): PastedLine {
  const { kind, target, event, args, maxActive } = definition;
  if ('address' in target) {
    return {
      refusal: t('Name a kernel function instead of an address, which changes at each boot.'),
    };
  }
  const { symbol, module, offset } = target;
  return {
    request: {
      kind,
      symbol,
      ...(module === undefined ? {} : { module }),
      offset,
      ...(maxActive === undefined ? {} : { maxActive }),
      ...(event === undefined ? {} : { event }),
      args,
    },
  };
}
