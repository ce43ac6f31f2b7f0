#include "domain/contract.h"

#include "domain/field.h"

#define NB "\xC2\xA0" /* the blank that no line breaks at */

static const char *const contract_member_names[] = {
	[CONTRACT_CLAUSES] = "clauses",
	[CONTRACT_TITLE] = "title",
	[CONTRACT_TEXT] = "text",
	[CONTRACT_ACCEPTS] = "accepts",
};

NAMES_DEFINE(contract_member);

static const char *const samples[MERGE_FIELD_COUNT] = {
	[MERGE_FULL_NAME] = "Marina Ejemplo Prueba",
	[MERGE_DOCUMENT_TYPE] = "cédula de ciudadanía",
	[MERGE_DOCUMENT_NUMBER] = "1.000.000.101",
	[MERGE_PHONE] = "300" NB "000" NB "0101",
	[MERGE_SERVICES] = "Plan Móvil Ejemplo 60 GB, en la línea 300" NB "000" NB "0101",
	[MERGE_PRICES] = "$" NB "64.900 por Plan Móvil Ejemplo 60 GB",
	[MERGE_TOTAL_PRICE] = "$" NB "64.900",
	[MERGE_AGENT_NAME] = "Laura Ejemplo",
	[MERGE_DATE] = "24 de noviembre de 2026",
	[MERGE_OPERATOR] = "Operador Ejemplo",
	[MERGE_CONTRACT_VERSION] = "1",
};

const char *contract_sample(enum merge_field field)
{
	return samples[field];
}

struct finding {
	struct contract_problem *problems;
	size_t count;
};

static void find(struct finding *finding, size_t clause, enum contract_member member, const char *code, size_t at)
{
	if (finding->count < CONTRACT_PROBLEMS_MAX)
		finding->problems[finding->count++] = (struct contract_problem){clause, member, code, at};
}

static bool is_empty(const char *text)
{
	return !text || !*text;
}

static void check_clause(struct finding *finding, const struct contract_clause *clause, size_t n)
{
	const char *required = field_verdict_name(FIELD_REQUIRED);
	enum merge_verdict verdict;
	size_t at = 0;

	if (is_empty(clause->title))
		find(finding, n, CONTRACT_TITLE, required, 0);
	verdict = is_empty(clause->text) ? MERGE_OK : merge_check(clause->text, &at);
	if (is_empty(clause->text))
		find(finding, n, CONTRACT_TEXT, required, 0);
	else if (verdict != MERGE_OK)
		find(finding, n, CONTRACT_TEXT, merge_verdict_name(verdict), at);
	if (clause->kind == READING_QUESTION && clause->accepts == 0)
		find(finding, n, CONTRACT_ACCEPTS, required, 0);
	if (clause->kind == READING_STATEMENT && clause->accepts > 0)
		find(finding, n, CONTRACT_ACCEPTS, field_verdict_name(FIELD_NOT_ALLOWED), 0);
}

size_t contract_check(const struct contract_clause *clauses, size_t count,
                      struct contract_problem problems[CONTRACT_PROBLEMS_MAX])
{
	struct finding finding = {.problems = problems};
	size_t questions = 0;

	for (size_t i = 0; i < count; i++) {
		check_clause(&finding, &clauses[i], i);
		questions += clauses[i].kind == READING_QUESTION;
	}
	if (count == 0)
		find(&finding, 0, CONTRACT_CLAUSES, field_verdict_name(FIELD_REQUIRED), 0);
	else if (questions == 0)
		find(&finding, 0, CONTRACT_CLAUSES, "no_question", 0);
	return finding.count;
}
