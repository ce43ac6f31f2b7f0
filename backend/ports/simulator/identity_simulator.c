#include "ports/simulator/identity_simulator.h"

#include "ports/simulator/draw.h"
#include "ports/simulator/world.h"

#include <assert.h>
#include <string.h>

static const struct {
	const char *text;
	const char *options[WORLD_OPTIONS];
} kinds[WORLD_QUESTION_KINDS] = {
	{"¿Con cuál de estas entidades tiene o ha tenido una tarjeta de crédito?",
         {"Banco Ejemplo", "Banco Prueba", "Cooperativa Muestra", "Ninguna de las anteriores"}},
	{"¿Con cuál de estas empresas tiene o ha tenido un plan de telefonía?",
         {"Operador Ejemplo", "Móvil Ensayo", "Red Borrador", "Ninguna de las anteriores"}},
	{"¿Con cuál de estas entidades tiene o ha tenido un crédito de vivienda?",
         {"Vivienda Ejemplo", "Fondo Prueba", "Banco Modelo", "Ninguna de las anteriores"}},
	{"¿Cuál fue el valor aproximado de la cuota de su último crédito?",
         {"Menos de $ 200.000", "De $ 200.000 a $ 500.000", "Más de $ 500.000", "No ha tenido créditos"}},
	{"¿En cuál de estas direcciones ha vivido?",
         {"Calle 10 # 20-30", "Carrera 40 # 50-60", "Diagonal 70 # 80-90", "Ninguna de las anteriores"}},
	{"¿Con cuál de estos números de teléfono ha tenido relación?",
         {"Uno que termina en 01", "Uno que termina en 02", "Uno que termina en 03", "Ninguno de los anteriores"}},
	{"¿Con cuál de estas entidades tiene o ha tenido una cuenta de ahorros?",
         {"Banco Ensayo", "Banco Borrador", "Cooperativa Ejemplo", "Ninguna de las anteriores"}},
	{"¿Cuántos créditos tiene vigentes?", {"Ninguno", "Uno", "Dos", "Tres o más"}},
	{"¿Con cuál de estas entidades tiene o ha tenido un crédito de vehículo?",
         {"Autos Ejemplo", "Financiera Prueba", "Banco Muestra", "Ninguna de las anteriores"}},
	{"¿En cuál de estas ciudades ha tenido un crédito?",
         {"Bogotá", "Medellín", "Cali", "En ninguna de las anteriores"}},
	{"¿Con cuál de estos almacenes tiene o ha tenido un crédito?",
         {"Almacén Ejemplo", "Tiendas Prueba", "Hogar Modelo", "Ninguno de los anteriores"}},
	{"¿En qué año abrió su primera cuenta o crédito?",
         {"Antes de 2005", "De 2005 a 2012", "Después de 2012", "No tiene cuentas ni créditos"}},
};

static enum rc begin(const struct config *config, const struct identity_case *about, struct arena *arena,
                     struct identity_beginning *beginning, struct fault *fault)
{
	bool knows = world_bureau_knows(config->simulator_seed, about->applicant.phone);

	if (strcmp(about->applicant.document_number, IDENTITY_SIMULATOR_SILENT) == 0)
		return fault_set(fault, RC_UNAVAILABLE, "identity_provider", "the identity bureau does not answer");
	beginning->method = knows ? IDENTITY_SMS : IDENTITY_QUESTIONS;
	beginning->reference = arena_printf(arena, "SIM-%lld", (long long)about->number);
	return RC_OK;
}

static enum rc ask(const struct config *config, const struct identity_case *about, struct arena *arena,
                   struct identity_questionnaire *questionnaire, struct fault *fault)
{
	(void)arena, (void)fault;
	assert(about->questions <= IDENTITY_QUESTIONS_MAX);
	*questionnaire = (struct identity_questionnaire){.count = (size_t)about->questions};
	for (size_t i = 0; i < questionnaire->count; i++) {
		struct identity_question *question = &questionnaire->questions[i];
		int kind = world_question_kind(config->simulator_seed, about->applicant.document_number,
		                               about->number, (int)i + 1);

		question->text = kinds[kind].text;
		question->options_count = WORLD_OPTIONS;
		memcpy(question->options, kinds[kind].options, sizeof kinds[kind].options);
	}
	return RC_OK;
}

static void find(const struct config *config, const struct identity_case *about, bool right, struct arena *arena,
                 struct identity_finding *finding)
{
	unsigned number = draw_below(config->simulator_seed, "approval", about->applicant.document_number,
	                             about->number, 100000000);

	*finding = (struct identity_finding){.outcome = right ? IDENTITY_APPROVED : IDENTITY_FAILED};
	if (right)
		finding->approval_number = arena_printf(arena, "EV-%08u", number);
	if (strcmp(about->applicant.document_number, IDENTITY_SIMULATOR_LIMITED) == 0)
		*finding = (struct identity_finding){.outcome = IDENTITY_VOID, .reason = "provider_limit"};
}

static enum rc check_code(const struct config *config, const struct identity_case *about, const char *code,
                          struct arena *arena, struct identity_finding *finding, struct fault *fault)
{
	char sent[WORLD_CODE_SIZE];

	(void)fault;
	world_code(config->simulator_seed, about->applicant.document_number, about->number, sent);
	find(config, about, strcmp(code, sent) == 0, arena, finding);
	return RC_OK;
}

static enum rc check_answers(const struct config *config, const struct identity_case *about, const int64_t *options,
                             size_t count, struct arena *arena, struct identity_finding *finding, struct fault *fault)
{
	bool right = count == (size_t)about->questions;

	(void)fault;
	for (size_t i = 0; right && i < count; i++)
		right = options[i] == world_option(config->simulator_seed, about->applicant.document_number,
		                                   about->number, (int)i + 1);
	find(config, about, right, arena, finding);
	return RC_OK;
}

const struct identity_adapter identity_simulator = {
	.name = "simulator", .begin = begin, .ask = ask, .check_code = check_code, .check_answers = check_answers};
