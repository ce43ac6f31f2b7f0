#include "api/guard.h"

#include "api/routes.h"
#include "http/request.h"

enum rc guard(struct request *request)
{
	switch ((enum ownership)request->route->ownership) {
	case OWNERSHIP_PUBLIC:
	case OWNERSHIP_INTERNAL:
		return RC_OK;
	default:
		return fault_set(request->fault, RC_UNAUTHENTICATED, "token", "a valid access token is needed");
	}
}
