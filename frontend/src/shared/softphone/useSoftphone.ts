import { useSyncExternalStore } from 'react';
import { softphone, type PhoneState } from './softphone.ts';

export function useSoftphone(): PhoneState {
  return useSyncExternalStore(softphone.subscribe, softphone.state);
}
