#include "domain/rebuttal.h"

int rebuttal_missing(int64_t least, int recorded)
{
	return recorded >= least ? 0 : (int)(least - recorded);
}
