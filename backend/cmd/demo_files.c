/* The files of db/demo, inside the program. */
#include "cmd/demo_files.h"

/* .incbin is known to the assemblers of gcc and clang; the paths start at the project's root, where make runs. */
__asm__(".section .rodata\n"
        ".global demo_catalogue_json\n"
        ".global demo_catalogue_json_end\n"
        "demo_catalogue_json:\n"
        ".incbin \"db/demo/catalogue.json\"\n"
        "demo_catalogue_json_end:\n"
        ".byte 0\n"
        ".global demo_users_json\n"
        ".global demo_users_json_end\n"
        "demo_users_json:\n"
        ".incbin \"db/demo/users.json\"\n"
        "demo_users_json_end:\n"
        ".byte 0\n"
        ".text\n");
