/*
 * A program to look into with Probescope: a worker that prices and ships orders, for ever.
 *
 * Open the file `orders` beside this one in VS Code, right-click `price_order`, and choose Attach Uprobe.
 */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

/* A call that the compiler puts in place of itself has no first instruction to attach to. */
#define NOINLINE __attribute__((noinline, noclone))

struct order {
	uint64_t id;
	uint32_t quantity;
	uint32_t item;
};

static volatile uint64_t shipped_total;

/* The price of an order, in cents. Larger orders take longer to price. */
NOINLINE int64_t price_order(const struct order *order, uint32_t quantity)
{
	int64_t price = 0;

	for (uint32_t i = 0; i < quantity; i++)
		price += 100 + (int64_t)((order->item * 37u + i) % 50u);
	return quantity >= 10 ? price * 9 / 10 : price;
}

/* Whether there is enough in stock: every seventh item is sold out. */
NOINLINE int reserve_stock(uint32_t item, uint32_t quantity)
{
	return item % 7u != 0 && quantity > 0;
}

NOINLINE void ship(uint64_t id, int64_t price)
{
	shipped_total += (uint64_t)price + (id & 1u);
}

NOINLINE void handle_order(const struct order *order)
{
	int64_t price = price_order(order, order->quantity);

	if (reserve_stock(order->item, order->quantity))
		ship(order->id, price);
}

int main(void)
{
	const struct timespec pause = { .tv_nsec = 20 * 1000 * 1000 };
	struct order order = { .id = 4711 };

	puts("orders: taking orders, fifty a second; end with Ctrl+C");
	fflush(stdout);
	for (;;) {
		order.id++;
		order.quantity = 1 + (uint32_t)(order.id * 2654435761u >> 7) % 20u;
		order.item = (uint32_t)order.id % 40u;
		handle_order(&order);
		nanosleep(&pause, NULL);
	}
}
