/* How many readings nobody hears yet, beside the navigation's word. */
import { Count } from '#shared/ui/Status.tsx';
import { useQueue } from './useQueue.ts';

export function QueueBadge() {
  const { data } = useQueue();
  if (!data) return null;
  const waiting = data.items.filter((row) => row.state === 'waiting').length;
  return <Count on={waiting > 0}>{data.next ? `${waiting}+` : waiting}</Count>;
}
