/* Read each row as a sentence: this password, chosen by this user, is judged so. */
#include "auth/password.h"

#include "base/clock.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void test_policy(void **state)
{
	static const struct {
		const char *password, *username, *verdict;
	} rows[] = {
		{"verde-lluvia-47", "laura.ejemplo", NULL},
		{"ñandú ágil 7 mañana", "laura.ejemplo", NULL},
		{"correct horse battery", "", NULL},
		{"", "laura", "required"},
		{"corta-123", "laura", "too_short"},
		{"ñññññáéíó", "laura", "too_short"}, /* nine characters in eighteen bytes */
		{"ñañeñiñoñu", "laura", NULL},
		{"con\ttabulador", "laura", "bad_character"},
		{"soy-Laura.Ejemplo-1", "laura.ejemplo", "like_username"},
		{"laura.ejem", "laura.ejemplo", "like_username"},
		{"verde-semana-4", "ana", NULL}, /* so short a name stands in many words */
		{"aaaaaaaaaaaa", "laura", "too_simple"},
		{"abababababab", "laura", "too_simple"},
		{"1234567890", "laura", "too_simple"},
		{"zyxwvutsrq", "laura", "too_simple"},
		{"Password2024", "laura", "too_simple"},
		{"Contraseña1", "laura", "too_simple"},
		{"qwertyuiop1", "laura", "too_simple"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *verdict = password_check_policy(rows[i].password, rows[i].username);

		print_message("  %s: %s\n", rows[i].password, verdict ? verdict : "fine");
		if (rows[i].verdict)
			assert_string_equal(verdict ? verdict : "fine", rows[i].verdict);
		else
			assert_null(verdict);
	}
}

static void test_too_long(void **state)
{
	char password[PASSWORD_MAX_BYTES + 2];

	(void)state;
	for (size_t i = 0; i < sizeof password - 1; i++)
		password[i] = (char)('a' + (i * 7) % 26);
	password[sizeof password - 1] = '\0';
	assert_string_equal(password_check_policy(password, "laura"), "too_long");
	password[PASSWORD_MAX_BYTES] = '\0';
	assert_null(password_check_policy(password, "laura"));
}

static void test_hash_is_argon2id_and_salted(void **state)
{
	struct passwords passwords;
	char first[PASSWORD_HASH_SIZE], second[PASSWORD_HASH_SIZE];

	(void)state;
	passwords_init(&passwords, 2);
	password_hash(&passwords, "verde-lluvia-47", first);
	password_hash(&passwords, "verde-lluvia-47", second);
	assert_string_not_equal(first, second);
	assert_int_equal(strncmp(first, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_true(password_matches(&passwords, "verde-lluvia-47", first));
	assert_true(password_matches(&passwords, "verde-lluvia-47", second));
	assert_false(password_matches(&passwords, "verde-lluvia-48", first));
	assert_false(password_matches(&passwords, "", first));
	passwords_destroy(&passwords);
}

static void test_what_is_no_hash_never_matches(void **state)
{
	static const char *const hashes[] = {"", "x", "$argon2id$", "verde-lluvia-47",
	                                     "$2y$10$abcdefghijklmnopqrstuv"};
	struct passwords passwords;

	(void)state;
	passwords_init(&passwords, 1);
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
		assert_false(password_matches(&passwords, "verde-lluvia-47", hashes[i]));
	assert_false(password_matches(&passwords, "verde-lluvia-47", NULL));
	passwords_destroy(&passwords);
}

/* The time an unknown user costs lies within that of a known one. Medians of several, since the machine is shared. */
static int compare_times(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

static int64_t median_ms(struct passwords *passwords, const char *hash)
{
	int64_t times_ms[9];

	for (size_t i = 0; i < sizeof times_ms / sizeof *times_ms; i++) {
		int64_t from_ms = clock_steady_ms();

		assert_false(password_matches(passwords, "not-the-password-9", hash));
		times_ms[i] = clock_steady_ms() - from_ms;
	}
	qsort(times_ms, sizeof times_ms / sizeof *times_ms, sizeof *times_ms, compare_times);
	return times_ms[4];
}

static void test_unknown_user_takes_as_long(void **state)
{
	struct passwords passwords;
	char hash[PASSWORD_HASH_SIZE];
	int64_t known_ms, unknown_ms;

	(void)state;
	passwords_init(&passwords, 1);
	password_hash(&passwords, "verde-lluvia-47", hash);
	known_ms = median_ms(&passwords, hash);
	unknown_ms = median_ms(&passwords, NULL);
	print_message("  known %d ms, unknown %d ms\n", (int)known_ms, (int)unknown_ms);
	assert_true(unknown_ms >= 2);
	assert_true(unknown_ms * 3 >= known_ms);
	passwords_destroy(&passwords);
}

struct crowd {
	struct passwords passwords;
	char hash[PASSWORD_HASH_SIZE];
};

static void *log_in(void *argument)
{
	struct crowd *crowd = argument;

	return password_matches(&crowd->passwords, "verde-lluvia-47", crowd->hash) ? crowd : NULL;
}

/* Twelve at once with two turns: all are answered, and the turns come back. */
static void test_crowd_waits_its_turn(void **state)
{
	struct crowd crowd;
	pthread_t threads[12];
	int turns = 0;

	(void)state;
	passwords_init(&crowd.passwords, 2);
	password_hash(&crowd.passwords, "verde-lluvia-47", crowd.hash);
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, log_in, &crowd), 0);
	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
		void *answer = NULL;

		assert_int_equal(pthread_join(threads[i], &answer), 0);
		assert_non_null(answer);
	}
	assert_int_equal(sem_getvalue(&crowd.passwords.turns, &turns), 0);
	assert_int_equal(turns, 2);
	passwords_destroy(&crowd.passwords);
}

static void test_temporary_ones_differ_and_may_be_used(void **state)
{
	char first[PASSWORD_TEMPORARY_SIZE], second[PASSWORD_TEMPORARY_SIZE];

	(void)state;
	password_make_temporary(first);
	password_make_temporary(second);
	assert_string_not_equal(first, second);
	assert_int_equal(strlen(first), PASSWORD_TEMPORARY_SIZE - 1);
	assert_int_equal(first[4], '-');
	assert_null(strpbrk(first, "iloIL01"));
	assert_null(password_check_policy(first, "ana.prueba"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_hash_is_argon2id_and_salted),
		cmocka_unit_test(test_what_is_no_hash_never_matches),
		cmocka_unit_test(test_unknown_user_takes_as_long),
		cmocka_unit_test(test_crowd_waits_its_turn),
		cmocka_unit_test(test_temporary_ones_differ_and_may_be_used),
	};
	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
