/* What goes over the streams, byte by byte. */
#include "daemons/relay_message.h"

#include "wire/bson.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static bson_t *parse(const char *json)
{
	bson_error_t error;
	bson_t *document = bson_new_from_json((const uint8_t *)json, -1, &error);

	if (!document)
		fail_msg("%s in %s", error.message, json);
	return document;
}

static void test_an_event_says_its_number_and_the_one_before(void **state)
{
	bson_t *event = parse("{\"_id\":{\"$oid\":\"0000000000000000000000ee\"},\"type\":\"sale.changed\","
	                      "\"at\":{\"$date\":{\"$numberLong\":\"7000\"}},"
	                      "\"agent_id\":{\"$oid\":\"00000000000000000000000a\"},"
	                      "\"user_id\":{\"$oid\":\"0000000000000000000000b0\"},"
	                      "\"subject\":{\"kind\":\"sale\",\"id\":{\"$oid\":\"000000000000000000000005\"}},"
	                      "\"channels\":[\"floor\",\"backoffice\"],\"amounts\":{\"products\":2},"
	                      "\"data\":{\"state\":\"confirming\",\"version\":7,"
	                      "\"user_id\":{\"$oid\":\"0000000000000000000000b1\"}}}");
	BUF(out, 4096);

	(void)state;
	assert_true(relay_message_event(&out, event, 12, "floor", 9));
	assert_string_equal(out.data,
	                    "{\"channel\":\"floor\",\"seq\":12,\"prev\":9,\"type\":\"sale.changed\",\"at\":7000,"
	                    "\"subject\":{\"kind\":\"sale\",\"id\":\"000000000000000000000005\"},"
	                    "\"data\":{\"state\":\"confirming\",\"version\":7,"
	                    "\"user_id\":\"0000000000000000000000b1\",\"agent_id\":\"00000000000000000000000a\"}}");
	bson_destroy(event);
}

static void test_an_event_without_data_or_subject(void **state)
{
	bson_t *event = parse("{\"type\":\"clock.moved\",\"at\":{\"$date\":{\"$numberLong\":\"7\"}}}");
	BUF(out, 4096);

	(void)state;
	assert_true(relay_message_event(&out, event, 1, "all", 0));
	assert_string_equal(out.data, "{\"channel\":\"all\",\"seq\":1,\"prev\":0,\"type\":\"clock.moved\",\"at\":7,"
	                              "\"data\":{}}");
	bson_destroy(event);
}

static void test_a_message_too_long_is_not_sent(void **state)
{
	bson_t *event =
		parse("{\"type\":\"clock.moved\",\"data\":{\"a\":\"0123456789012345678901234567890123456789\"}}");
	BUF(out, 80);

	(void)state;
	assert_false(relay_message_event(&out, event, 1, "all", 0));
	bson_destroy(event);
}

static void test_figures_name_only_what_changed(void **state)
{
	struct tally_row row = {.key = {.period = TALLY_DAY, .agent_id = {{[11] = 0x0a}}}};
	BUF(out, 4096);

	(void)state;
	row.sums.value[KPI_SALES_EFFECTIVE] = 1;
	row.sums.value[KPI_PRODUCTS_SUBMITTED] = 2;
	relay_message_figures(&out, &row, 12, "floor", 7000);
	assert_string_equal(out.data,
	                    "{\"channel\":\"floor\",\"type\":\"kpi.changed\",\"at\":7000,\"data\":{\"seq\":12,"
	                    "\"agent_id\":\"00000000000000000000000a\","
	                    "\"n\":{\"sales_effective\":1,\"products_submitted\":2}}}");
}

static void test_the_heartbeat_says_number_and_time(void **state)
{
	BUF(out, 4096);

	(void)state;
	relay_message_heartbeat(&out, 12, "all", 7000);
	assert_string_equal(out.data, "{\"channel\":\"all\",\"seq\":12,\"type\":\"heartbeat\",\"at\":7000,"
	                              "\"data\":{\"service_now\":7000}}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_event_says_its_number_and_the_one_before),
		cmocka_unit_test(test_an_event_without_data_or_subject),
		cmocka_unit_test(test_a_message_too_long_is_not_sent),
		cmocka_unit_test(test_figures_name_only_what_changed),
		cmocka_unit_test(test_the_heartbeat_says_number_and_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
