import { expect, it } from 'vitest';
import { postAddress, simulateCommand } from './deviceUse';

const use = { server: 'https://kunyu.example', station: 7, stream: 5, key: 'kunyu_device_x' };

it('says where a device hands in and how to play one', () => {
  expect(postAddress(use)).toBe('https://kunyu.example/sta/v1.1/Datastreams(5)/Observations');
  expect(simulateCommand(use)).toBe(
    'kunyu observe simulate --url https://kunyu.example --station 7 --stream 5 --key kunyu_device_x',
  );
});
