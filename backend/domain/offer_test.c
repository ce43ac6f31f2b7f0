/* Read each row as a sentence: after these records, this answer to this product is allowed or refused. */
#include "domain/offer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { MOBILE, HOME };
enum { M40, M80, M60, M60_LATER, H90, H120, PRODUCTS }; /* mobile plans and home plans, not in order of value */

static const struct offer_product products[PRODUCTS] = {
	[M40] = {40000, MOBILE},       [M80] = {80000, MOBILE}, [M60] = {60000, MOBILE},
	[M60_LATER] = {60000, MOBILE}, [H90] = {90000, HOME},   [H120] = {120000, HOME},
};

#define YES(p)                                                                                                       \
	{                                                                                                            \
		p, OFFER_ACCEPTED                                                                                    \
	}
#define NO(p)                                                                                                        \
	{                                                                                                            \
		p, OFFER_REJECTED                                                                                    \
	}
#define AGAIN(p)                                                                                                     \
	{                                                                                                            \
		p, OFFER_RECONSIDERED                                                                                \
	}
#define BACK(p)                                                                                                      \
	{                                                                                                            \
		p, OFFER_TAKEN_BACK                                                                                  \
	}

static struct offer_ladder ladder_of(const struct offer_record *records, size_t count)
{
	return (struct offer_ladder){products, PRODUCTS, records, count};
}

static void test_check(void **state)
{
	static const struct {
		const char *when;
		size_t count;
		struct offer_record records[8];
		size_t product;
		enum offer_event event;
		enum offer_verdict verdict;
		size_t first;
	} rows[] = {
		{"the dearest is accepted at once", 0, {{0}}, M80, OFFER_ACCEPTED, OFFER_ALLOWED, 99},
		{"a cheaper one before it", 0, {{0}}, M60, OFFER_ACCEPTED, OFFER_DEARER_FIRST, M80},
		{"a cheaper one may not even be rejected", 0, {{0}}, M40, OFFER_REJECTED, OFFER_DEARER_FIRST, M80},
		{"the second after the first no", 1, {NO(M80)}, M60, OFFER_ACCEPTED, OFFER_ALLOWED, 99},
		{"of equal value the catalogue's first",
	         1,
	         {NO(M80)},
	         M60_LATER,
	         OFFER_ACCEPTED,
	         OFFER_DEARER_FIRST,
	         M60},
		{"the last after all the others",
	         3,
	         {NO(M80), NO(M60), NO(M60_LATER)},
	         M40,
	         OFFER_REJECTED,
	         OFFER_ALLOWED,
	         99},
		{"a rejected one is not accepted just so",
	         1,
	         {NO(M80)},
	         M80,
	         OFFER_ACCEPTED,
	         OFFER_ALREADY_REJECTED,
	         99},
		{"nor rejected twice", 1, {NO(M80)}, M80, OFFER_REJECTED, OFFER_ALREADY_REJECTED, 99},
		{"but reconsidered it is open", 2, {NO(M80), AGAIN(M80)}, M80, OFFER_ACCEPTED, OFFER_ALLOWED, 99},
		{"and then comes before the cheaper",
	         2,
	         {NO(M80), AGAIN(M80)},
	         M60,
	         OFFER_ACCEPTED,
	         OFFER_DEARER_FIRST,
	         M80},
		{"nothing to reconsider", 0, {{0}}, M80, OFFER_RECONSIDERED, OFFER_NOT_REJECTED, 99},
		{"a rejection can be reconsidered",
	         2,
	         {NO(M80), NO(M60)},
	         M80,
	         OFFER_RECONSIDERED,
	         OFFER_ALLOWED,
	         99},
		{"after a yes, the next line from the dearest",
	         2,
	         {NO(M80), YES(M60)},
	         M80,
	         OFFER_ACCEPTED,
	         OFFER_ALLOWED,
	         99},
		{"after a yes, not from the middle",
	         2,
	         {NO(M80), YES(M60)},
	         M60,
	         OFFER_ACCEPTED,
	         OFFER_DEARER_FIRST,
	         M80},
		{"another family is on its own", 1, {NO(M80)}, H90, OFFER_ACCEPTED, OFFER_DEARER_FIRST, H120},
		{"a yes there does not end the round here",
	         2,
	         {NO(M80), YES(H120)},
	         M60,
	         OFFER_ACCEPTED,
	         OFFER_ALLOWED,
	         99},
		{"an acceptance can be taken back", 1, {YES(M80)}, M80, OFFER_TAKEN_BACK, OFFER_ALLOWED, 99},
		{"but only once", 2, {YES(M80), BACK(M80)}, M80, OFFER_TAKEN_BACK, OFFER_NOT_ACCEPTED, 99},
		{"what was never accepted cannot", 1, {NO(M80)}, M80, OFFER_TAKEN_BACK, OFFER_NOT_ACCEPTED, 99},
		{"a product nobody sells", 0, {{0}}, PRODUCTS, OFFER_ACCEPTED, OFFER_UNKNOWN_PRODUCT, 99},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct offer_ladder ladder = ladder_of(rows[i].records, rows[i].count);
		size_t first = 99;

		print_message("  %s: %s\n", rows[i].when, offer_verdict_name(rows[i].verdict));
		assert_int_equal(offer_check(&ladder, rows[i].product, rows[i].event, true, &first), rows[i].verdict);
		assert_int_equal(first, rows[i].first);
	}
}

static void test_reason(void **state)
{
	struct offer_ladder ladder = ladder_of(NULL, 0);
	size_t first;

	(void)state;
	assert_int_equal(offer_check(&ladder, M80, OFFER_REJECTED, false, &first), OFFER_REASON_MISSING);
	assert_int_equal(offer_check(&ladder, M80, OFFER_ACCEPTED, false, &first), OFFER_ALLOWED);
}

/* Saying no to whatever is served walks the family down in descending value, once each, and then ends. */
static void test_ladder_descends(void **state)
{
	struct offer_record records[PRODUCTS];
	struct offer_ladder ladder = ladder_of(records, 0);
	size_t product, step, steps, first;
	int64_t last_cop = INT64_MAX;

	(void)state;
	while (offer_next(&ladder, MOBILE, &product, &step, &steps)) {
		assert_true(products[product].value_cop <= last_cop);
		last_cop = products[product].value_cop;
		assert_int_equal(step, ladder.record_count + 1);
		assert_int_equal(steps, 4);
		assert_int_equal(offer_standing_of(&ladder, product), OFFER_CURRENT);
		assert_int_equal(offer_check(&ladder, product, OFFER_REJECTED, true, &first), OFFER_ALLOWED);
		records[ladder.record_count++] = (struct offer_record){(uint16_t)product, OFFER_REJECTED};
		assert_int_equal(offer_standing_of(&ladder, product), OFFER_PAST);
	}
	assert_int_equal(ladder.record_count, 4);
	assert_true(offer_has_rejection(&ladder));
	assert_true(offer_next(&ladder, HOME, &product, &step, &steps));
	assert_int_equal(product, H120);
	assert_int_equal(offer_standing_of(&ladder, H90), OFFER_LOCKED);
}

/* Ten products of one sale, not eleven; one taken back makes room again. */
static void test_ten_products(void **state)
{
	struct offer_record records[OFFER_PRODUCTS_MAX + 2];
	struct offer_ladder ladder = ladder_of(records, 0);
	size_t first;

	(void)state;
	assert_false(offer_has_rejection(&ladder));
	for (; ladder.record_count < OFFER_PRODUCTS_MAX; ladder.record_count++) {
		assert_int_equal(offer_check(&ladder, M80, OFFER_ACCEPTED, false, &first), OFFER_ALLOWED);
		records[ladder.record_count] = (struct offer_record)YES(M80);
	}
	assert_int_equal(offer_check(&ladder, M80, OFFER_ACCEPTED, false, &first), OFFER_TOO_MANY_PRODUCTS);
	assert_int_equal(offer_check(&ladder, H120, OFFER_ACCEPTED, false, &first), OFFER_TOO_MANY_PRODUCTS);
	records[ladder.record_count++] = (struct offer_record)BACK(M80);
	assert_int_equal(offer_accepted_count(&ladder), OFFER_PRODUCTS_MAX - 1);
	assert_int_equal(offer_check(&ladder, H120, OFFER_ACCEPTED, false, &first), OFFER_ALLOWED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_reason),
		cmocka_unit_test(test_ladder_descends),
		cmocka_unit_test(test_ten_products),
	};
	return cmocka_run_group_tests_name("offer", tests, NULL, NULL);
}
