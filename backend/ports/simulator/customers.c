#include "ports/simulator/customers.h"

#include "ports/simulator/draw.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *const customer_given_names[] = {
	"Ana",   "Luis",   "María", "Carlos", "Paula",  "Jorge",  "Sofía",   "Andrés",
	"Diana", "Felipe", "Laura", "Mateo",  "Camila", "Rafael", "Natalia", "Óscar",
};
const size_t customer_given_names_count = COUNT(customer_given_names);

const char *const customer_surnames[] = {
	"Ejemplo", "Prueba", "Ficticio", "Borrador", "Muestra", "Ensayo", "Modelo", "Inventado",
};
const size_t customer_surnames_count = COUNT(customer_surnames);

const char *const customer_cities[] = {
	"Bogotá", "Medellín", "Cali", "Barranquilla", "Bucaramanga", "Pereira", "Manizales", "Ibagué",
};
const size_t customer_cities_count = COUNT(customer_cities);

/* Given names alternate: even ones are women's. Voices 0 and 1 are theirs, 2 and 3 the men's. */
static uint8_t voice_for(uint8_t given_name)
{
	return (uint8_t)((given_name % 2) * 2 + (given_name / 2) % 2);
}

static const struct customer_behaviour
	accepts_second = {.name = "accepts_second_offer", .accepts_offer = 2, .accepts_rebuttal = 3},
	accepts_first = {.name = "accepts_first_offer", .accepts_offer = 1},
	needs_rebuttals = {.name = "accepts_after_three_rebuttals", .accepts_rebuttal = 3},
	not_at_bureau = {.name = "not_at_bureau", .accepts_offer = 2, .unknown_at_bureau = true},
	unclear_once = {.name = "repeats_one_question", .accepts_offer = 2, .unclear_question = 2},
	wrong_code = {.name = "wrong_code_first", .accepts_offer = 2, .wrong_codes = 1},
	falls_accepted = {.name = "line_falls_after_acceptance",
                          .accepts_offer = 1,
                          .hang_up = CUSTOMER_FALLS_ACCEPTED},
	leaves_at_offer = {.name = "hangs_up_after_offer", .hang_up = CUSTOMER_LEAVES_AT_OFFER},
	leaves_at_hello = {.name = "hangs_up_before_offer", .hang_up = CUSTOMER_LEAVES_AT_HELLO},
	not_interested = {.name = "not_interested", .refusal = CUSTOMER_NOT_INTERESTED},
	asks_callback = {.name = "asks_for_callback", .refusal = CUSTOMER_ASKS_CALLBACK},
	opts_out = {.name = "asks_not_to_be_called", .refusal = CUSTOMER_OPTS_OUT},
	someone_else = {.name = "someone_else", .refusal = CUSTOMER_IS_OTHER},
	busy = {.name = "busy", .line = CUSTOMER_BUSY}, no_answer = {.name = "no_answer", .line = CUSTOMER_NO_ANSWER},
	machine = {.name = "machine", .line = CUSTOMER_MACHINE};

/*
 * The demo's leads: who, where, how in the first call and in later ones. The
 * README repeats the behaviours for people.
 */
static const struct {
	const char *phone;
	uint8_t given_name, surnames[2], city;
	const struct customer_behaviour *first, *later;
} pinned[] = {
	{"+573000000101", 0, {0, 1}, 0, &accepts_second, &accepts_second},
	{"+573000000102", 1, {2, 3}, 1, &needs_rebuttals, &needs_rebuttals},
	{"+573000000103", 2, {1, 4}, 2, &not_at_bureau, &not_at_bureau},
	{"+573000000104", 3, {3, 0}, 0, &unclear_once, &unclear_once},
	{"+573000000105", 4, {4, 5}, 3, &leaves_at_offer, &accepts_second},
	{"+573000000106", 5, {5, 2}, 4, &not_interested, &not_interested},
	{"+573000000107", 6, {6, 7}, 5, &wrong_code, &wrong_code},
	{"+573000000108", 7, {7, 6}, 6, &busy, &accepts_second},
	{"+573000000109", 8, {0, 2}, 7, &no_answer, &accepts_first},
	{"+573000000110", 9, {1, 3}, 0, &machine, &accepts_second},
	{"+573000000111", 10, {2, 4}, 1, &asks_callback, &accepts_first},
	{"+573000000112", 11, {3, 5}, 2, &opts_out, &opts_out},
	{"+573000000113", 12, {4, 6}, 3, &leaves_at_hello, &accepts_second},
	{"+573000000114", 13, {5, 7}, 4, &someone_else, &accepts_second},
	{"+573000000115", 14, {6, 0}, 5, &accepts_first, &accepts_first},
	{"+573000000116", 15, {7, 1}, 6, &falls_accepted, &accepts_first},
};

/* What everyone else does, in per cent; a phone draws anew at each attempt. */
static const struct {
	const struct customer_behaviour *behaviour;
	unsigned percent;
} crowd[] = {
	{&accepts_second, 14}, {&accepts_first, 6}, {&needs_rebuttals, 6},
	{&not_at_bureau, 4},   {&unclear_once, 4},  {&wrong_code, 2},
	{&not_interested, 22}, {&asks_callback, 6}, {&leaves_at_offer, 5},
	{&leaves_at_hello, 4}, {&someone_else, 4},  {&opts_out, 2},
	{&no_answer, 12},      {&busy, 5},          {&machine, 4},
};

static size_t pinned_index(const char *phone)
{
	size_t i = 0;

	while (i < COUNT(pinned) && strcmp(pinned[i].phone, phone) != 0)
		i++;
	return i;
}

static uint8_t pick(const char *purpose, const char *phone, size_t below)
{
	return (uint8_t)draw_below(0, purpose, phone, 0, (unsigned)below);
}

/* What is drawn for everyone; the pinned ones then get the names and cities of their rows. */
static void draw_person(const char *phone, struct customer *who)
{
	static const char *const surname_keys[] = {"surname", "second surname"};

	who->given_name = pick("given name", phone, customer_given_names_count);
	for (size_t i = 0; i < COUNT(surname_keys); i++)
		who->surnames[i] = pick(surname_keys[i], phone, customer_surnames_count);
	who->city = pick("city", phone, customer_cities_count);
	who->issue_place = pick("issue place", phone, customer_cities_count);
	who->birthplace = pick("birthplace", phone, customer_cities_count);
	who->issue_date.year =
		CUSTOMER_ISSUED_FIRST + pick("year", phone, CUSTOMER_ISSUED_LAST - CUSTOMER_ISSUED_FIRST + 1);
	who->issue_date.month = (uint8_t)(1 + pick("month", phone, 12));
	who->issue_date.day = (uint8_t)(1 + pick("day", phone, 28));
	who->address.is_carrera = pick("road", phone, 2) == 1;
	who->address.street = (uint8_t)(1 + pick("street", phone, 99));
	who->address.cross = (uint8_t)(1 + pick("cross", phone, 99));
	who->address.plate = (uint8_t)(1 + pick("plate", phone, 99));
}

struct customer customer_of(const char *phone_e164)
{
	struct customer who = {.document_type = DOCUMENT_CC};
	size_t row = pinned_index(phone_e164);

	assert(phone_is_valid(phone_e164));
	snprintf(who.phone, sizeof who.phone, "%s", phone_e164);
	snprintf(who.document_number, sizeof who.document_number, "10%s", phone_national(phone_e164) + 2);
	draw_person(phone_e164, &who);
	if (row < COUNT(pinned)) {
		who.is_pinned = true;
		who.given_name = pinned[row].given_name;
		memcpy(who.surnames, pinned[row].surnames, sizeof who.surnames);
		who.city = pinned[row].city;
	}
	who.voice = voice_for(who.given_name);
	return who;
}

const struct customer_behaviour *customer_behaviour_of(int64_t seed, const char *phone_e164, int64_t attempt)
{
	size_t row = pinned_index(phone_e164);
	unsigned percent = draw_below(seed, "behaviour", phone_e164, attempt, 100);
	size_t i = 0;

	if (row < COUNT(pinned))
		return attempt <= 1 ? pinned[row].first : pinned[row].later;
	while (percent >= crowd[i].percent)
		percent -= crowd[i++].percent;
	return crowd[i].behaviour;
}

size_t customer_pinned_count(void)
{
	return COUNT(pinned);
}

struct customer customer_pinned(size_t index)
{
	assert(index < COUNT(pinned));
	return customer_of(pinned[index].phone);
}

char *customer_full_name(const struct customer *customer, char out[CUSTOMER_TEXT_SIZE])
{
	snprintf(out, CUSTOMER_TEXT_SIZE, "%s %s %s", customer_given_names[customer->given_name],
	         customer_surnames[customer->surnames[0]], customer_surnames[customer->surnames[1]]);
	return out;
}
