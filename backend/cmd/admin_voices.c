/*
 * cierre-admin voices: every clip of every simulated voice, one a line and in a fixed order: `<voice>/<clip>`, the
 * arguments for espeak-ng, and the text, tab-separated. dev/voices renders them.
 */
#include "cmd/admin.h"

#include "ports/simulator/clips.h"
#include "ports/simulator/customers.h"

#include <stdio.h>

static enum rc run(struct admin *admin, int argc, char **argv)
{
	char id[CLIP_ID_SIZE], text[CLIP_TEXT_SIZE];

	(void)argv;
	if (argc != 1)
		return admin_misused(admin, "voices takes nothing");
	for (int voice = 0; voice < CUSTOMER_VOICES; voice++) {
		for (size_t i = 0; i < clip_count(); i++) {
			clip_at(i, id, text);
			(void)printf("%s/%s\t%s\t%s\n", clip_voice_name(voice), id, clip_voice_arguments(voice),
			             text);
		}
	}
	return RC_OK;
}

const struct admin_command admin_voices = {
	.name = "voices",
	.arguments = "",
	.summary = "prints every clip of the simulated customers' voices: name, voice, text",
	.needs = ADMIN_NOTHING,
	.run = run,
};
