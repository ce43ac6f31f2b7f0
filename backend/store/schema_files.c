/* The files of db/collections and db/migrations, inside the program: {"collections/users.json": {…}, …}. */
#include "store/schema_files.h"

/* .incbin is known to the assemblers of gcc and clang; the path is given by build.mk, from the project's root. */
__asm__(".section .rodata\n"
        ".global schema_files_json\n"
        ".global schema_files_json_end\n"
        "schema_files_json:\n"
        ".incbin \"" SCHEMA_JSON "\"\n"
        "schema_files_json_end:\n"
        ".byte 0\n"
        ".text\n");
