#include "ports/remote/person_body.h"

#include "ports/remote/remote.h"

void person_body(struct buf *body, const struct person *person)
{
	const struct {
		enum person_field field;
		const char *text;
	} members[] = {
		{PERSON_FULL_NAME, person->full_name},
		{PERSON_DOCUMENT_TYPE, person->document_type},
		{PERSON_DOCUMENT_NUMBER, person->document_number},
		{PERSON_PHONE, person->phone},
		{PERSON_ISSUE_DATE, person->issue_date},
		{PERSON_PLACE_OF_ISSUE, person->place_of_issue},
		{PERSON_BIRTHPLACE, person->birthplace},
	};

	buf_text(body, body->data[body->length - 1] == '{' ? "\"person\":{" : ",\"person\":{");
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		remote_text(body, person_field_name(members[i].field), members[i].text);
	buf_char(body, '}');
}
