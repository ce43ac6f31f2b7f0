#include "ports/simulator/clips.h"

#include "ports/simulator/customers.h"

#include <assert.h>
#include <stdio.h>

static const struct {
	const char *id;
	const char *text;
} phrases[] = {
	[PHRASE_HELLO] = {"hello", "¿Aló? ¿Quién habla?"},
	[PHRASE_TOO_EXPENSIVE] = {"too_expensive", "No, me parece muy caro."},
	[PHRASE_HAVE_ENOUGH] = {"have_enough", "Con el plan que tengo me alcanza."},
	[PHRASE_WILL_THINK] = {"will_think", "No sé, tendría que pensarlo."},
	[PHRASE_NOT_INTERESTED] = {"not_interested", "No, gracias. No me interesa."},
	[PHRASE_REALLY_NOT] = {"really_not", "De verdad, no me interesa."},
	[PHRASE_SAID_NO] = {"said_no", "Ya le dije que no. Muchas gracias."},
	[PHRASE_CALL_BACK] = {"call_back", "Ahora no puedo hablar. Llámeme mañana, a las diez de la mañana."},
	[PHRASE_OPT_OUT] = {"opt_out", "No quiero que me llamen más. Borren mi número."},
	[PHRASE_NOT_HERE] = {"not_here", "Esa persona no está. Llame más tarde."},
	[PHRASE_HANGING_UP] = {"hanging_up", "No tengo tiempo. Adiós."},
	[PHRASE_ACCEPT_OFFER] = {"accept_offer", "Ese sí me gusta. Lo acepto."},
	[PHRASE_ACCEPT_REBUTTAL] = {"accept_rebuttal", "Está bien, me convenció. Lo acepto."},
	[PHRASE_THIS_NUMBER] = {"this_number", "Es para este mismo número."},
	[PHRASE_MY_NAME] = {"my_name", "Mi nombre completo es"},
	[PHRASE_MY_DOCUMENT] = {"my_document", "Cédula de ciudadanía, número"},
	[PHRASE_ISSUED] = {"issued", "Expedida el"},
	[PHRASE_OF] = {"of", "de"},
	[PHRASE_IN] = {"in", "en"},
	[PHRASE_BORN_IN] = {"born_in", "Nací en"},
	[PHRASE_GO_ON] = {"go_on", "Claro, adelante."},
	[PHRASE_CODE_IS] = {"code_is", "Ya me llegó. El código es"},
	[PHRASE_OPTION] = {"option", "La opción"},
	[PHRASE_YES_ACCEPT] = {"yes_accept", "Sí, acepto."},
	[PHRASE_YES_OF_COURSE] = {"yes_of_course", "Sí, claro."},
	[PHRASE_AHA] = {"aha", "Ajá."},
	[PHRASE_AGREE] = {"agree", "Sí, estoy de acuerdo con lo contratado."},
	[PHRASE_ADDRESS_IS] = {"address_is", "Mi dirección es"},
	[PHRASE_CALLE] = {"calle", "calle"},
	[PHRASE_CARRERA] = {"carrera", "carrera"},
	[PHRASE_NUMBER] = {"number", "número"},
	[PHRASE_SAME_ADDRESS] = {"same_address", "Ahí mismo recibo el chip."},
	[PHRASE_SEND_PHOTOS] = {"send_photos", "Claro, ya le envío las fotos."},
	[PHRASE_GOODBYE] = {"goodbye", "Muchas gracias. Hasta luego."},
};

static_assert(sizeof phrases / sizeof *phrases == PHRASE_COUNT, "a phrase has no words");

static const char *const digits[] = {
	"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve",
};

static const char *const months[] = {
	"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
	"julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre",
};

static const char *phrase_word(int number)
{
	return phrases[number].text;
}

static const char *digit_word(int number)
{
	return digits[number];
}

static const char *month_word(int number)
{
	return months[number - 1];
}

static const char *given_name_word(int number)
{
	return customer_given_names[number];
}

static const char *surname_word(int number)
{
	return customer_surnames[number];
}

static const char *city_word(int number)
{
	return customer_cities[number];
}

/* word NULL: espeak-ng reads the number itself. last < 0: as many as the list has, set below. */
static const struct {
	const char *prefix;
	int first, last;
	const char *(*word)(int number);
} families[] = {
	[CLIP_PHRASE] = {NULL, 0, PHRASE_COUNT - 1, phrase_word},
	[CLIP_DIGIT] = {"d", 0, 9, digit_word},
	[CLIP_CARDINAL] = {"n", 0, 99, NULL},
	[CLIP_MONTH] = {"m", 1, 12, month_word},
	[CLIP_YEAR] = {"y", CUSTOMER_ISSUED_FIRST, CUSTOMER_ISSUED_LAST, NULL},
	[CLIP_GIVEN_NAME] = {"g", 0, -1, given_name_word},
	[CLIP_SURNAME] = {"s", 0, -1, surname_word},
	[CLIP_CITY] = {"c", 0, -1, city_word},
};

static int family_last(int family)
{
	switch (family) {
	case CLIP_GIVEN_NAME:
		return (int)customer_given_names_count - 1;
	case CLIP_SURNAME:
		return (int)customer_surnames_count - 1;
	case CLIP_CITY:
		return (int)customer_cities_count - 1;
	default:
		return families[family].last;
	}
}

char *clip_id(enum clip_family family, int number, char out[CLIP_ID_SIZE])
{
	assert(number >= families[family].first && number <= family_last((int)family));
	if (family == CLIP_PHRASE)
		snprintf(out, CLIP_ID_SIZE, "%s", phrases[number].id);
	else
		snprintf(out, CLIP_ID_SIZE, "%s%d", families[family].prefix, number);
	return out;
}

size_t clip_count(void)
{
	size_t count = 0;

	for (int family = 0; family < CLIP_FAMILY_COUNT; family++)
		count += (size_t)(family_last(family) - families[family].first + 1);
	return count;
}

void clip_at(size_t index, char id[CLIP_ID_SIZE], char text[CLIP_TEXT_SIZE])
{
	int family = 0, number;

	while (index > (size_t)(family_last(family) - families[family].first))
		index -= (size_t)(family_last(family) - families[family].first + 1), family++;
	number = families[family].first + (int)index;
	clip_id((enum clip_family)family, number, id);
	if (families[family].word == NULL)
		snprintf(text, CLIP_TEXT_SIZE, "%d", number);
	else
		snprintf(text, CLIP_TEXT_SIZE, "%s", families[family].word(number));
}

static const struct {
	const char *name, *arguments;
} voices[] = {
	{"ana", "-v es-419+f2 -p 55 -s 150"},
	{"paula", "-v es-419+f4 -p 62 -s 160"},
	{"luis", "-v es-419+m1 -p 42 -s 150"},
	{"carlos", "-v es-419+m3 -p 32 -s 145"},
};

static_assert(sizeof voices / sizeof *voices == CUSTOMER_VOICES, "as many voices as customers use");

const char *clip_voice_name(int voice)
{
	return voices[voice].name;
}

const char *clip_voice_arguments(int voice)
{
	return voices[voice].arguments;
}
