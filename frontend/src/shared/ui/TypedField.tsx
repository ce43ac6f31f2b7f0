/* Boxes for what has a form of its own (a day, an hour, a number in groups): shown in that form, typed freely, and told
   as what the API writes. While it is being typed nothing is corrected and nothing is called wrong. */
import { useState, type ComponentProps } from 'react';
import { formatCivilDay, formatDocumentNumber, formatPhone } from '../format/formats.ts';
import { typedDay, typedHour } from '../format/typed.ts';
import { TextField } from './Field.tsx';

type Props = Omit<ComponentProps<typeof TextField>, 'value' | 'onChange'> & {
  value: string; /* as the API has it */
  onValue: (value: string) => void; /* «» while it is not whole */
};

interface Form {
  readonly show: (value: string) => string;
  readonly read: (text: string) => string | undefined;
}

function FormedField({ kind, value, onValue, error, onFocus, onBlur, ...field }: Props & { kind: Form }) {
  const [text, setText] = useState<string>(); /* only while it is being typed, or when it cannot be read */
  const readable = text === undefined || text === '' || kind.read(text) !== undefined;
  const [typing, setTyping] = useState(false);
  return (
    <TextField
      {...field}
      {...(!typing && error !== undefined && { error })}
      value={text ?? kind.show(value)}
      onFocus={(event) => {
        setTyping(true);
        onFocus?.(event);
      }}
      onBlur={(event) => {
        setTyping(false);
        if (readable) setText(undefined);
        onBlur?.(event);
      }}
      onChange={(event) => {
        setText(event.target.value);
        onValue(kind.read(event.target.value) ?? '');
      }}
    />
  );
}

const same = (text: string) => text;
const day: Form = { show: formatCivilDay, read: typedDay };
const hour: Form = { show: same, read: typedHour };
const phone: Form = { show: formatPhone, read: same };
const plain: Form = { show: same, read: same };
const document_number: Form = { show: formatDocumentNumber, read: (text) => text.replace(/[.\s]/g, '') };

export const DayField = (props: Props) => <FormedField {...props} kind={day} inputMode="numeric" />;
export const HourField = (props: Props) => <FormedField {...props} kind={hour} inputMode="numeric" />;
export const PhoneField = (props: Props) => <FormedField {...props} kind={phone} inputMode="tel" />;
export const DocumentField = (props: Props) => <FormedField {...props} kind={document_number} idn />;
/* Any other text whose error waits until it is left. */
export const LeftField = (props: Props) => <FormedField {...props} kind={plain} />;
