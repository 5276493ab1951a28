import type { Method } from '../../protocol/requests';
import { bye } from './bye';
import { captureCounts, format, startCapture, stopCapture } from './capture';
import { create } from './create';
import { foreign } from './foreign';
import { hello } from './hello';
import { hits } from './hits';
import { kernelSymbol, kernelSymbols } from './kernelSymbols';
import { extend, limit } from './limits';
import { list } from './list';
import { locations } from './locations';
import { mappers } from './mappers';
import type { Operation } from './operation';
import { orphans } from './orphans';
import { preflight } from './preflight';
import { closeMapped, mappedFiles, openMapped, readMapped } from './processFiles';
import { remove } from './remove';
import { sweep } from './sweep';
import { disable, enable } from './switching';
import { tracepoints } from './tracepoints';

/** The closed list of what root does for a connection. */
export const operations: { readonly [M in Method]: Operation<M> } = {
  hello,
  preflight,
  create,
  remove,
  enable,
  disable,
  extend,
  limit,
  list,
  foreign,
  hits,
  locations,
  startCapture,
  stopCapture,
  captureCounts,
  format,
  kernelSymbols,
  kernelSymbol,
  tracepoints,
  mappedFiles,
  openMapped,
  readMapped,
  closeMapped,
  mappers,
  orphans,
  sweep,
  bye,
};
