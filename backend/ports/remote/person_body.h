/*
 * person_body — a person in the bodies of our signed HTTP contract.
 *
 * Promises: `"person":{…}` with the members that are there, under the names of the API.
 * Refuses: nothing. Owns: nothing. Threads: any.
 */
#pragma once

#include "base/buf.h"
#include "domain/person.h"

void person_body(struct buf *body, const struct person *person);
