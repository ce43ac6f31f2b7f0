#include "cmd/admin_voices.h"

#include "ports/simulator/clips.h"
#include "ports/simulator/customers.h"

#include <stdio.h>

int admin_demo_voices(void)
{
	char id[CLIP_ID_SIZE], text[CLIP_TEXT_SIZE];

	for (int voice = 0; voice < CUSTOMER_VOICES; voice++) {
		for (size_t i = 0; i < clip_count(); i++) {
			clip_at(i, id, text);
			printf("%s/%s\t%s\t%s\n", clip_voice_name(voice), id, clip_voice_arguments(voice), text);
		}
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
