/* Every shared component in its states, beside design/components.html. Only `npm run dev` serves it
   (/gallery.html?theme=dark&density=compact); no build contains it. */
import '#app/tokens.css';
import '#app/base.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from '#shared/api/problem.ts';
import { readPreferences, setPreferences } from '#shared/i18n/preferences.ts';
import { listenToKeys } from '#shared/keys/listen.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { CallBar } from '#shared/ui/CallBar.tsx';
import { CallTimer } from '#shared/ui/CallTimer.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { DifferenceDialog } from '#shared/ui/DifferenceDialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Facts } from '#shared/ui/Facts.tsx';
import { SelectField, TextArea, TextField } from '#shared/ui/Field.tsx';
import { FileDrop, UploadProgress } from '#shared/ui/FileDrop.tsx';
import { documentRules } from '#shared/ui/fileRules.ts';
import { Kpi, Kpis } from '#shared/ui/Kpi.tsx';
import { OfferLadder } from '#shared/ui/OfferLadder.tsx';
import { LevelMeter, Levels, RecordingBox, RecordingStatus } from '#shared/ui/Recording.tsx';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Status, type Shape } from '#shared/ui/Status.tsx';
import { Pips, Stepper, type Step } from '#shared/ui/Steps.tsx';
import { SortHead, Table, tableLook } from '#shared/ui/Table.tsx';
import { ToastRegion } from '#shared/ui/ToastRegion.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import s from './gallery.module.css';

const now_ms = Date.now();
const nothing = () => undefined;

const statuses: readonly (readonly [Shape, string])[] = [
  ['ok', 'Activada'],
  ['warn', 'Vence en 18 h'],
  ['bad', 'Falló'],
  ['run', 'En revisión'],
  ['wait', 'Por hacer'],
  ['off', 'Rechazado'],
  ['lock', 'Bloqueado'],
  ['stale', 'Dato de hace 48 s'],
  ['available', 'Disponible'],
  ['talking', 'En llamada'],
  ['wrapUp', 'Tipificando'],
  ['task', 'En tarea'],
  ['pause', 'En pausa'],
  ['offline', 'Desconectado'],
];

const steps: readonly Step[] = [
  { id: '1', label: 'Saludo y aviso', state: 'done' },
  { id: '2', label: 'Ofrecimiento', state: 'current', note: '2 de 5' },
  { id: '3', label: 'Evidente', state: 'todo' },
  { id: '4', label: 'Lectura del contrato', state: 'todo', shortcut: 'F9' },
];

const invalid = new Problem(422, {
  code: 'invalid',
  errors: [
    { field: 'issue_date', code: 'in_future' },
    { field: 'value', code: 'required' },
  ],
  request_id: '7f3a0117aa',
});

function Buttons() {
  const next: Action = {
    id: 'next',
    label: 'Siguiente acción',
    key: 'F8',
    run: () => showToast({ text: 'F8' }),
  };
  const slow: Action = {
    id: 'slow',
    label: 'Tarda 3 s',
    key: 'F2',
    run: () => new Promise((resolve) => setTimeout(resolve, 3000)),
  };
  const off: Action = {
    id: 'approve',
    label: 'Aprobar',
    key: 'F7',
    enabled: false,
    whyDisabled: 'Falta oír 2 cláusulas',
    run: nothing,
  };
  useActions([next, slow, off]);
  return (
    <Card title="Botones" className={s.two}>
      <div className={s.flow}>
        <ActionButton action={next} variant="primary" />
        <Button>Otra acción</Button>
        <Button variant="quiet">Acción menor</Button>
        <Button variant="danger" icon="hangUp">
          Colgar
        </Button>
        <Button variant="dangerFill">No llamar más</Button>
      </div>
      <div className={s.flow}>
        <Button icon="mic" aria-pressed shortcut="F4">
          Silenciado
        </Button>
        <Button variant="primary" busy>
          Guardando…
        </Button>
        <ActionButton action={slow} />
        <ActionButton action={off} why="beside" />
        <Why action={off} />
        <Button square icon="rotate" aria-label="Rotar" />
      </div>
    </Card>
  );
}

function Fields() {
  const [reason, setReason] = useState<'price' | 'enough' | 'think'>('price');
  const [voice, setVoice] = useState<'yes' | 'no'>();
  return (
    <Card title="Campo">
      <TextField label="Teléfono" defaultValue="300 000 0101" inputMode="tel" />
      <TextField label="Documento" readOnly defaultValue="CC 1.000.000.101" hint="Viene del evidente." idn />
      <TextField
        label="Valor con el otro operador"
        tone="warn"
        mark={<Status shape="warn">Pendiente</Status>}
        placeholder="Recargas o plan, en pesos"
        id="value"
      />
      <TextField label="Fecha de expedición" error="La fecha no puede ser posterior a hoy" id="issue" />
      <SelectField label="Operador" options={[{ value: 'a', label: 'Operador Muestra' }]} />
      <TextArea label="Nota de la llamada" defaultValue="Usa sobre todo mapas." />
      <SavedMark status={{ kind: 'saved', at_ms: now_ms }} />
      <Choices
        keys
        legend="¿Por qué no?"
        value={reason}
        onChange={setReason}
        options={[
          { value: 'price', label: 'Muy caro' },
          { value: 'enough', label: 'Le basta lo que tiene' },
          { value: 'think', label: 'Lo va a pensar' },
        ]}
      />
      <Choices
        joined
        legend="¿Dijo que sí?"
        value={voice}
        onChange={setVoice}
        options={[
          { value: 'yes', label: 'Sí', tone: 'pass' },
          { value: 'no', label: 'No', tone: 'fail' },
        ]}
      />
    </Card>
  );
}

function Call() {
  return (
    <Card title="Temporizador de gestión y grabación" className={s.all}>
      <CallBar
        label="Llamada en curso"
        name="Marina Ejemplo Prueba"
        facts={
          <>
            <Status shape="talking">En llamada</Status>
            <span>300 000 0101</span>
          </>
        }
        timer={<CallTimer startedAt_ms={now_ms - 192_000} />}
        recording={
          <RecordingBox>
            <RecordingStatus state={{ kind: 'recording', since_ms: now_ms - 191_000 }} />
            <Levels>
              <LevelMeter voice="agent" value={64} />
              <LevelMeter voice="customer" value={22} />
            </Levels>
          </RecordingBox>
        }
        tools={
          <>
            <Button icon="mic" shortcut="F4" aria-pressed={false}>
              Silenciar
            </Button>
            <Button square icon="dialpad" aria-label="Teclado de marcación" />
            <Button variant="danger" icon="hangUp">
              Colgar
            </Button>
          </>
        }
      />
      <div className={s.trio}>
        <CallTimer startedAt_ms={now_ms - 192_000} />
        <CallTimer startedAt_ms={now_ms - 292_000} />
        <CallTimer startedAt_ms={now_ms - 384_000} />
      </div>
      <div className={s.flow}>
        <RecordingStatus state={{ kind: 'confirming' }} />
        <RecordingStatus state={{ kind: 'silenced', since_ms: now_ms - 33_000 }} />
        <RecordingStatus state={{ kind: 'off' }} />
      </div>
      <Banner tone="bad" title="No se está grabando.">
        La lectura se detiene aquí y sigue en esta cláusula cuando vuelva la grabación.
      </Banner>
    </Card>
  );
}

function Progress() {
  return (
    <Card title="Avance" className={s.two}>
      <Stepper steps={steps} label="Avance" />
      <Stepper steps={steps} vertical />
      <OfferLadder
        label="Ofrecimientos"
        onReconsider={nothing}
        rungs={[
          { n: 1, price_cop: 84900, state: 'rejected' },
          { n: 2, price_cop: 64900, state: 'current' },
          { n: 3, state: 'locked' },
          { n: 4, state: 'locked' },
          { n: 5, state: 'locked' },
        ]}
      />
      <div className={s.flow}>
        <Pips done={1} of={3} />
        <b>1 de 3 dichos</b>
      </div>
      <Facts
        rows={[
          { label: 'Operador', value: 'Otro operador' },
          { label: 'Recargas', value: '4 al mes, $ 15.000' },
        ]}
      />
    </Card>
  );
}

function Figures() {
  return (
    <div className={s.all}>
      <Kpis label="Indicadores">
        <Kpi name="Productos" value="86" tone="ok" note="Meta a esta hora 80" href="#a" />
        <Kpi name="Abandono" value="2,6 %" tone="warn" note="Cerca del máximo 3 %" />
        <Kpi name="Vencen en 4 h" value="3" tone="bad" note="Meta 0" />
        <Kpi name="Productos por hora productiva" value="0,58" age_ms={48_000} />
        <Kpi name="Llamadas contestadas" value="Sin datos" note="La campaña abre a las 07:00" />
      </Kpis>
    </div>
  );
}

function Lists() {
  const [sort, setSort] = useState({ by: 'name', down: false });
  return (
    <>
      <Card title="Tabla" flush>
        <Table label="Asesores">
          <thead>
            <tr>
              <SortHead column="name" sort={sort} onSort={setSort}>
                Asesor
              </SortHead>
              <SortHead column="time" sort={sort} onSort={setSort} num>
                Tiempo
              </SortHead>
            </tr>
          </thead>
          <tbody>
            <tr className={tableLook.selected}>
              <th scope="row">Laura Ejemplo</th>
              <td className={tableLook.num}>03:08</td>
            </tr>
            <tr>
              <th scope="row">Nicolás Muestra</th>
              <td className={tableLook.num}>00:34</td>
            </tr>
          </tbody>
        </Table>
      </Card>
      <Card title="Lista vacía" flush>
        <Empty title="No hay ventas por revisar" action={<Button>Ver mis ventas</Button>}>
          Las 14 de hoy ya tienen dueño. La próxima aparece aquí sola.
        </Empty>
      </Card>
      <Card title="Lista que carga" busy flush>
        <Skeleton />
      </Card>
      <Card title="Lista con error" flush>
        <Failed
          title="No pudimos traer la cola"
          problem={new Problem(503, { request_id: '7f3a0118' })}
          lastAt_ms={now_ms}
          onRetry={nothing}
        />
      </Card>
    </>
  );
}

function Gallery() {
  const [differs, setDiffers] = useState(false);
  return (
    <main className={s.main}>
      <h1 className={s.all}>Componentes y estados</h1>
      <Call />
      <Buttons />
      <Card title="Marcas de estado">
        <div className={s.flow}>
          {statuses.map(([shape, word]) => (
            <Status key={shape} shape={shape}>
              {word}
            </Status>
          ))}
        </div>
      </Card>
      <Fields />
      <Progress />
      <Card title="Problema al guardar">
        <ErrorSummary
          problem={invalid}
          fields={{
            issue_date: { id: 'issue', label: 'Fecha de expedición' },
            value: { id: 'value', label: 'Valor con el otro operador' },
          }}
        />
        <Banner tone="bad" title="No se guardó." action={<Button>Reintentar</Button>}>
          Lo escrito sigue aquí.
        </Banner>
      </Card>
      <Card title="Conexión">
        <Banner tone="warn" title="Sin conexión desde 14:31.">
          Puede seguir escribiendo. Reintento en 4 s.
        </Banner>
        <Banner tone="ok" title="De nuevo en línea.">
          Se guardaron 3 cambios.
        </Banner>
        <Banner tone="run" title="Hay una versión nueva.">
          Se aplica al cerrar el turno.
        </Banner>
        <Button onClick={() => setDiffers(true)}>Diferencia</Button>
        <Button onClick={() => showToast({ text: 'Tipificada: no le interesa', undo: nothing })}>
          Aviso
        </Button>
      </Card>
      <Figures />
      <Lists />
      <Card title="Archivo">
        <FileDrop label="Recibo" rules={documentRules('JPG, PNG o PDF')} onFile={nothing} />
        <UploadProgress
          name="recibo-muestra.pdf"
          sent={0.62}
          paused={false}
          onPause={nothing}
          onResume={nothing}
          onCancel={nothing}
        />
      </Card>
      {differs && (
        <DifferenceDialog
          title="Ana Borrador cambió esta venta"
          at_ms={now_ms}
          differences={[{ field: 'city', label: 'Ciudad', theirs: 'Soacha', mine: 'Bogotá' }]}
          onKeepMine={() => setDiffers(false)}
          onKeepTheirs={() => setDiffers(false)}
        />
      )}
      <ToastRegion />
    </main>
  );
}

setPreferences(readPreferences(Object.fromEntries(new URLSearchParams(window.location.search))));
listenToKeys((action) => showToast({ tone: 'warn', text: action.whyDisabled ?? action.label }));
const root = document.getElementById('root');
if (root) createRoot(root).render(<Gallery />);
