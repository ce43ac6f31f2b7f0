/* What the screen says for a problem's `code`: what happened, what is kept, what to do. One line per code, in
   alphabetical order; a code that is missing here gets the general sentence and its request code. */
export interface ProblemFacts {
  readonly missing: number | undefined;
  readonly until: string | undefined; /* «14:46» */
}

export type ProblemText = string | ((facts: ProblemFacts) => string);

const from = (until: string | undefined) => (until ? ` Puede intentarlo desde las ${until}.` : '');

export const problems = {
  broken:
    'El sistema falló. Lo escrito sigue aquí. Intente de nuevo; si se repite, dé el código a su supervisor.',
  claimed: 'La tiene otra persona.',
  conflict: 'Cambió mientras tanto. Revise cómo quedó e intente de nuevo.',
  credentials: 'El usuario o la contraseña no coinciden.',
  forbidden: 'Su rol no permite esto.',
  invalid: 'Revise los datos marcados.',
  network: 'No hay conexión con el servidor. Lo escrito sigue aquí.',
  not_found: 'No existe o ya no le corresponde a usted.',
  rebuttals_missing: ({ missing }) =>
    `Para cerrar como «No le interesa» faltan ${missing ?? 'contraargumentos'}.`,
  session_ended: 'Su sesión terminó. Ingrese otra vez.',
  stale: 'Otra persona cambió esto mientras usted editaba.',
  throttled: ({ until }) => `Van demasiados intentos.${from(until)}`,
  too_large: 'Es demasiado grande.',
  unauthenticated: 'Su sesión terminó. Ingrese otra vez.',
  unavailable: 'El servicio no responde. Lo escrito sigue aquí. Intente de nuevo en un momento.',
} satisfies Record<string, ProblemText>;

export const general = 'No se pudo hacer. Lo escrito sigue aquí.';

/* What is wrong with one field, after its name: «Fecha de expedición: no puede ser posterior a hoy». */
export const fieldProblems = {
  bad_character: 'tiene un signo que no se puede usar',
  checksum: 'un dígito no coincide',
  duplicate: 'ya existe',
  format: 'no tiene la forma esperada',
  future: 'no puede ser posterior a hoy',
  like_username: 'se parece a su usuario',
  past: 'ya pasó',
  range: 'está fuera de los límites',
  required: 'falta',
  too_long: 'es demasiado largo',
  too_short: 'es demasiado corto',
  too_simple: 'es muy fácil de adivinar',
  type: 'no sirve',
  unchanged: 'es la misma de ahora',
  unknown: 'no se reconoce',
  wrong: 'no coincide',
} satisfies Record<string, string>;

export const fieldGeneral = 'no sirve';
