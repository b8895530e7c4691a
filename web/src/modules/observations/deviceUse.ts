/** Where a device hands in, and with what. `server` is the origin under which the reader has the server. */
export interface DeviceUse {
  server: string;
  station: number;
  stream: number;
  key: string;
}

/** Where SensorThings takes single observations of a stream. */
export const postAddress = ({ server, stream }: DeviceUse): string =>
  `${server}/sta/v1.1/Datastreams(${stream})/Observations`;

/** What plays a logger that has the key, on any computer that has the program. */
export const simulateCommand = ({ server, station, stream, key }: DeviceUse): string =>
  `kunyu observe simulate --url ${server} --station ${station} --stream ${stream} --key ${key}`;
