#include "domain/contract_words.h"

#include "domain/phone.h"

#include <stdio.h>
#include <string.h>

#define NBSP "\u00a0"

/* Digits in groups of three from the right, parted by points. */
static char *group(const char *digits, char out[CONTRACT_WORD_SIZE])
{
	size_t length = strlen(digits), used = 0;

	for (size_t i = 0; i < length && used < CONTRACT_WORD_SIZE - 2; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			out[used++] = '.';
		out[used++] = digits[i];
	}
	out[used] = '\0';
	return out;
}

char *contract_words_cop(int64_t pesos, char out[CONTRACT_WORD_SIZE])
{
	char digits[24], grouped[CONTRACT_WORD_SIZE];

	(void)snprintf(digits, sizeof digits, "%lld", (long long)pesos);
	(void)snprintf(out, CONTRACT_WORD_SIZE, "$" NBSP "%.40s", group(digits, grouped));
	return out;
}

char *contract_words_date(struct civil_date date, char out[CONTRACT_WORD_SIZE])
{
	static const char *const months[] = {"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
	                                     "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

	(void)snprintf(out, CONTRACT_WORD_SIZE, "%u de %s de %d", (unsigned)date.day, months[date.month - 1],
	               (int)date.year);
	return out;
}

char *contract_words_document_number(enum document_type type, const char *number, char out[CONTRACT_WORD_SIZE])
{
	if (type != DOCUMENT_PA && number[strspn(number, "0123456789")] == '\0')
		return group(number, out);
	(void)snprintf(out, CONTRACT_WORD_SIZE, "%.60s", number);
	return out;
}

char *contract_words_phone(const char *e164, char out[CONTRACT_WORD_SIZE])
{
	const char *digits = phone_is_valid(e164) ? phone_national(e164) : NULL;

	if (digits)
		(void)snprintf(out, CONTRACT_WORD_SIZE, "%.3s" NBSP "%.3s" NBSP "%s", digits, digits + 3, digits + 6);
	else
		(void)snprintf(out, CONTRACT_WORD_SIZE, "%.60s", e164);
	return out;
}

const char *contract_words_document_type(enum document_type type)
{
	static const char *const words[] = {[DOCUMENT_CC] = "cédula de ciudadanía",
	                                    [DOCUMENT_CE] = "cédula de extranjería",
	                                    [DOCUMENT_PPT] = "permiso por protección temporal",
	                                    [DOCUMENT_PA] = "pasaporte"};

	return words[type];
}
