/* Line icons of 16 × 16, drawn with the text's colour. Decorative: the control they stand in has a name. */
import s from './Icon.module.css';

const paths = {
  back: <path d="M8 3.5 3.5 8 8 12.5M13 3.5 8.5 8l4.5 4.5" />,
  check: <path d="m3 8.5 3.25 3.25L13 5" />,
  chevronDown: <path d="m4.5 6.5 3.5 3.5 3.5-3.5" />,
  chevronRight: <path d="m6.5 4.5 3.5 3.5-3.5 3.5" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="7.75" height="7.75" rx="1" />
      <path d="M10.5 5.5V2.75H2.75v7.75H5.5" />
    </>
  ),
  dialpad: (
    <path
      d="M4 4h.01M8 4h.01M12 4h.01M4 8h.01M8 8h.01M12 8h.01M4 12h.01M8 12h.01M12 12h.01"
      strokeWidth="2.2"
    />
  ),
  down: <path d="M8 3v10M4.5 9.5 8 13l3.5-3.5" />,
  eye: (
    <>
      <path d="M1.75 8S4 3.75 8 3.75 14.25 8 14.25 8 12 12.25 8 12.25 1.75 8 1.75 8z" />
      <circle cx="8" cy="8" r="1.75" />
    </>
  ),
  file: <path d="M9 1.75H3.75v12.5h8.5V5L9 1.75zM9 1.75V5h3.25" />,
  flag: <path d="M3.75 14.25V2.5M3.75 3h8.5l-2 2.75 2 2.75h-8.5" />,
  forward: <path d="m8 3.5 4.5 4.5L8 12.5M3 3.5 7.5 8 3 12.5" />,
  hangUp: <path d="M2 9.8c3.3-3.2 8.7-3.2 12 0v1.7l-3.2.5-.6-2a7 7 0 0 0-4.4 0l-.6 2-3.2-.5z" />,
  info: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 7.5V11M8 5h.01" />
    </>
  ),
  mic: (
    <>
      <rect x="6" y="1.75" width="4" height="7.5" rx="2" />
      <path d="M3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.25" />
    </>
  ),
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.4" />,
  pause: <path d="M5 3v10M11 3v10" strokeWidth="2.5" />,
  pencil: <path d="m10.5 3 2.5 2.5L5.5 13H3v-2.5z" />,
  phone: <path d="M5.5 2.5 3 3c-.5 5.5 4.5 10.5 10 10l.5-2.5-3-1.5-1.25 1.25a8 8 0 0 1-3.5-3.5L7 5.5z" />,
  play: <path d="M4.5 2.75v10.5L13 8z" />,
  rotate: <path d="M13 8a5 5 0 1 1-1.6-3.7L13 5.75M13 2.5v3.25H9.75" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.25" />
      <path d="m10.25 10.25 3.25 3.25" />
    </>
  ),
  up: <path d="M8 13V3M4.5 6.5 8 3l3.5 3.5" />,
  upload: <path d="M8 10.5V2.75M4.75 6 8 2.75 11.25 6M2.75 10v3.25h10.5V10" />,
  wall: <path d="M2.75 6V2.75H6M10 2.75h3.25V6M13.25 10v3.25H10M6 13.25H2.75V10" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  minus: <path d="M3.5 8h9" />,
  plus: <path d="M8 3.5v9M3.5 8h9" />,
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className={s.icon} viewBox="0 0 16 16" aria-hidden="true">
      {paths[name]}
    </svg>
  );
}

export function BrandMark() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path
        d="M16.8 7.4a7.4 7.4 0 1 1-3.5-4"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="m6.8 9.6 3 3 7.4-8.2"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
