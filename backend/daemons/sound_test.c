/* Real sessions, made and decoded by ffmpeg: a voice is a tone on its channel. */
#include "daemons/sound.h"

#include "daemons/sandbox.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

enum { READ_MAX = 4096 };

static void must(enum rc rc, const struct fault *fault)
{
	if (rc != RC_OK)
		fail_msg("rc %d, %s: %s", rc, fault->code, fault->detail);
}

/* A session as MediaRecorder sends it (no duration, no cues), in which only the left channel sounds. */
static int session_of(const char *seconds)
{
	char source[160];
	const char *const argv[] = {"ffmpeg", "-nostdin", "-loglevel", "quiet",   "-f",     "lavfi",
	                            "-i",     source,     "-c:a",      "libopus", "-b:a",   "32k",
	                            "-live",  "1",        "-f",        "webm",    "pipe:1", NULL};
	int memory = sound_memory();
	struct fault fault;
	pid_t child;

	(void)snprintf(source, sizeof source, "aevalsrc=0.25*sin(2*PI*300*t)|0:s=48000:c=stereo:d=%s", seconds);
	assert_true(memory >= 0);
	must(sandbox_start(&(struct sandbox_child){.in = -1, .out = memory, .extra = -1, .argv = argv}, &child,
	                   &fault),
	     &fault);
	must(sandbox_wait(child, &fault), &fault);
	return memory;
}

static int garbage(void)
{
	static const char bytes[] = "this is no sound at all";
	int memory = sound_memory();

	assert_int_equal(write(memory, bytes, sizeof bytes), sizeof bytes);
	return memory;
}

static struct sound *begin(void)
{
	struct sound *sound = sound_new();
	struct fault fault;

	must(sound_begin(sound, &fault), &fault);
	return sound;
}

static void add(struct sound *sound, int memory)
{
	struct fault fault;

	must(sound_add_session(sound, memory, &fault), &fault);
}

static void end(struct sound *sound, struct sound_facts *facts)
{
	struct fault fault;

	must(sound_end(sound, &fault), &fault);
	sound_facts(sound, facts);
}

static void assert_near(double value, double wanted, double slack)
{
	if (value < wanted - slack || value > wanted + slack)
		fail_msg("%f is not %f within %f", value, wanted, slack);
}

static void test_sessions_follow_each_other(void **state)
{
	struct sound *sound = begin();
	struct sound_facts facts;

	(void)state;
	add(sound, session_of("1.23"));
	add(sound, session_of("2"));
	end(sound, &facts);
	assert_int_equal(facts.sessions_count, 2);
	assert_int_equal(facts.offsets_ms[0], 0);
	assert_near((double)facts.offsets_ms[1], 1230, 30);
	assert_near((double)facts.duration_ms, 3230, 60);
	assert_true(facts.size > 1000);
	sound_free(sound);
}

static void test_a_voice_on_one_channel(void **state)
{
	struct sound *sound = begin();
	struct sound_facts facts;
	struct sound_level level;

	(void)state;
	add(sound, session_of("2"));
	end(sound, &facts);
	assert_near(facts.level.agent_dbfs, -15.05, 1); /* a sine of a quarter: −12 dB, and 3 for its form */
	assert_true(facts.level.customer_dbfs == SOUND_SILENCE_DBFS);
	level = sound_level(sound, 500, 1500);
	assert_near(level.agent_dbfs, -15.05, 1);
	level = sound_level(sound, 60000, 61000);
	assert_true(level.agent_dbfs == SOUND_SILENCE_DBFS);
	sound_free(sound);
}

static void test_a_session_that_cannot_be_read_loses_itself_alone(void **state)
{
	struct sound *sound = begin();
	struct sound_facts facts;

	(void)state;
	add(sound, garbage());
	add(sound, session_of("1"));
	end(sound, &facts);
	assert_int_equal(facts.offsets_ms[1], 0);
	assert_near((double)facts.duration_ms, 1000, 40);
	sound_free(sound);
}

static void test_no_sound_at_all(void **state)
{
	struct sound *sound = begin();
	struct fault fault = {0};

	(void)state;
	add(sound, garbage());
	assert_int_equal(sound_end(sound, &fault), RC_INVALID);
	assert_string_equal(fault.code, "no_audio");
	sound_free(sound);
}

static void test_peaks_are_a_value_per_step(void **state)
{
	struct sound *sound = begin();
	struct sound_facts facts;
	BUF(out, 1 << 20);
	const char *agent, *customer;
	int loudest = 0, count = 0;

	(void)state;
	add(sound, session_of("1"));
	end(sound, &facts);
	sound_write_peaks(sound, &out);
	agent = strstr(out.data, "\"agent\":[");
	customer = strstr(out.data, "\"customer\":[");
	assert_non_null(agent);
	assert_non_null(customer);
	for (const char *at = agent + 8; at < customer && *at != ']'; count++) {
		int value = atoi(at + 1);

		loudest = value > loudest ? value : loudest;
		at += 1 + strcspn(at + 1, ",]");
	}
	assert_near(count, 1000.0 / SOUND_STEP_MS, 1);
	assert_near(loudest, 64, 10);
	sound_free(sound);
}

/* What a stranger's bytes could reach from inside: no variables, no descriptors but the three. */
static void test_the_sandbox(void **state)
{
	static const char *const argv[] = {"sh", "-c", "env; ls /proc/self/fd; ulimit -c", NULL};
	struct fault fault;
	char said[READ_MAX] = "";
	int ends[2];
	pid_t child;

	(void)state;
	assert_int_equal(setenv("SECRET_OF_OURS", "1", 1), 0);
	assert_int_equal(pipe(ends), 0);
	must(sandbox_start(&(struct sandbox_child){.in = -1, .out = ends[1], .extra = -1, .argv = argv}, &child,
	                   &fault),
	     &fault);
	assert_int_equal(close(ends[1]), 0);
	for (size_t at = 0; at < sizeof said - 1;) {
		ssize_t got = read(ends[0], said + at, sizeof said - 1 - at);

		if (got <= 0)
			break;
		at += (size_t)got;
	}
	must(sandbox_wait(child, &fault), &fault);
	assert_int_equal(close(ends[0]), 0);
	assert_null(strstr(said, "SECRET_OF_OURS"));
	assert_non_null(strstr(said, "0\n1\n2\n3\n0\n")); /* 3 is ls reading the folder; no core is dumped */
}

static void test_a_program_that_fails_is_said(void **state)
{
	static const char *const missing[] = {"no-such-program-of-ours", NULL};
	struct fault fault = {0};
	pid_t child;

	(void)state;
	must(sandbox_start(&(struct sandbox_child){.in = -1, .out = -1, .extra = -1, .argv = missing}, &child,
	                   &fault),
	     &fault);
	assert_int_equal(sandbox_wait(child, &fault), RC_UNAVAILABLE);
	assert_string_equal(fault.code, "ffmpeg");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sessions_follow_each_other),
		cmocka_unit_test(test_a_voice_on_one_channel),
		cmocka_unit_test(test_a_session_that_cannot_be_read_loses_itself_alone),
		cmocka_unit_test(test_no_sound_at_all),
		cmocka_unit_test(test_peaks_are_a_value_per_step),
		cmocka_unit_test(test_the_sandbox),
		cmocka_unit_test(test_a_program_that_fails_is_said),
	};
	(void)signal(SIGPIPE, SIG_IGN); /* as in the programs */
	return cmocka_run_group_tests_name("sound", tests, NULL, NULL);
}
