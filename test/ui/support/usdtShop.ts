import { join } from 'node:path';
import { mustCommand } from '../../rigs/command';
import type { OrdersWorkspace } from './ordersProgram';

const SOURCES = join(import.meta.dirname, '../../fixtures/usdt');

/** Makes the program `shop`, which carries USDT probes; it passes them as often as its argument says. */
export async function usdtShop(orders: OrdersWorkspace): Promise<void> {
  const sources = ['shop.c', 'stock.c'].map(source => join(SOURCES, source));
  await mustCommand(['gcc', '-O2', '-o', orders.path('shop'), ...sources]);
}
