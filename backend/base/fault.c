#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>

enum rc fault_set(struct fault *fault, enum rc rc, const char *code, const char *format, ...)
{
	va_list args;

	*fault = (struct fault){.rc = rc, .code = code};
	va_start(args, format);
	(void)vsnprintf(fault->detail, sizeof fault->detail, format, args);
	va_end(args);
	return rc;
}

enum rc fault_field(struct fault *fault, const char *name, const char *code)
{
	if (fault->rc != RC_INVALID)
		(void)fault_set(fault, RC_INVALID, "invalid", "some fields are wrong");
	if (fault->fields_count < FAULT_FIELDS_MAX)
		fault->fields[fault->fields_count++] = (struct fault_field){.name = name, .code = code};
	return RC_INVALID;
}
