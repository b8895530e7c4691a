import type { TaskStanding } from '@/api/types';

/** The standing of a task: hollow grey not begun, green on plan, yellow warning, red behind, blue done. */
export type Light = TaskStanding['light']['light'];

/** The worst first, as an officer reads them. */
export const LIGHTS: Light[] = ['red', 'yellow', 'green', 'grey', 'blue'];

export const severity = (light: Light): number => LIGHTS.length - LIGHTS.indexOf(light);

/** The colours of the shapes on white, each at 3:1 or more. */
export const LIGHT_COLOUR: Record<Light, string> = {
  red: '#b3261e',
  yellow: '#a86e00',
  green: '#1d6b3a',
  grey: '#5b6878',
  blue: '#1256a6',
};

/** The shape of a light within 12 by 12 units; a shape for each, so that colour never stands alone. */
export const LIGHT_PATH: Record<Light, string> = {
  red: 'M0.5 0.5H11.5V11.5H0.5Z',
  yellow: 'M6 0.5L12 11.5H0Z',
  green: 'M6 0.5A5.5 5.5 0 1 1 6 11.5A5.5 5.5 0 1 1 6 0.5Z',
  grey: 'M6 0.5A5.5 5.5 0 1 1 6 11.5A5.5 5.5 0 1 1 6 0.5ZM6 2.7A3.3 3.3 0 1 0 6 9.3A3.3 3.3 0 1 0 6 2.7Z',
  blue: 'M0 6.6L1.9 4.7L4.5 7.3L10.2 1.4L12 3.3L4.5 11.1Z',
};
